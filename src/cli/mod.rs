//! The command line: the same capabilities as the workbench, for scripts. See `energy-audit --help`.
//!
//! Exit status: 0 done; 1 done, but something in the input was refused; 2 wrong usage; 3 a file can't be opened or
//! written. Data goes to stdout, progress and complaints to stderr.

mod attachments;
mod batch;
mod benchmark;
mod commands;
mod merge;
mod output;
mod own;
mod plan;
mod readings;
mod reference;
mod rollup;
mod savings;
mod views;
mod wildcards;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use output::Format;

/// Language of labels; JSON keys are English always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

#[derive(Parser)]
#[command(name = "energy-audit", version, about = "节能诊断工作台", args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// 打开的审计文件(.audit)；不写则显示开始页
    file: Option<PathBuf>,
    /// 窗口渲染方式：glow 或 wgpu，默认自动选择
    #[arg(long, value_enum)]
    renderer: Option<RendererChoice>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RendererChoice {
    /// OpenGL
    Glow,
    /// Vulkan、DirectX 或 Metal
    Wgpu,
}

#[derive(Args, Clone, Debug)]
struct Out {
    /// 输出格式
    #[arg(long, value_enum, default_value_t, global = true)]
    format: Format,
    /// 标签语言
    #[arg(long, value_enum, default_value_t, global = true)]
    lang: Lang,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Duplicate {
    /// 保留审计中已有的设备
    #[default]
    Skip,
    /// 用台账的值更新已有设备
    Replace,
    /// 两者都保留
    Both,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Fraction {
    /// 0.93 表示 93 %
    Fraction,
    /// 0.93 表示 0.93 %
    Literal,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Objective {
    /// 净现值最大
    #[default]
    Npv,
    /// 节能量(tce，当量值)最大
    Tce,
}

#[derive(Subcommand)]
enum Command {
    /// 新建审计文件
    New {
        /// 审计文件
        file: PathBuf,
        /// 企业名称
        #[arg(long, required_unless_present = "from")]
        enterprise: Option<String>,
        /// 从整份审计的 JSON(energy-audit export FILE -o OUT.json，格式见 docs/audit.schema.json)新建
        #[arg(long, value_name = "IN.json")]
        from: Option<PathBuf>,
        /// GB/T 4754 行业代码
        #[arg(long)]
        industry: Option<String>,
        /// 省份，决定默认电力排放因子
        #[arg(long)]
        province: Option<String>,
        /// 判定基准日 YYYY-MM-DD，默认今天
        #[arg(long)]
        date: Option<jiff::civil::Date>,
    },
    /// 导入台账(.xlsx/.xls/.ods/.csv，或另一份审计 .json 中的设备)
    Import {
        /// 审计文件
        file: PathBuf,
        /// 台账
        #[arg(required = true)]
        ledgers: Vec<PathBuf>,
        /// 只读这一张表
        #[arg(long)]
        sheet: Option<String>,
        /// 指定列：字段键=列名(不导入的列写 -=列名)，可重复；对同一企业会记住，下次自动采用
        #[arg(long, value_name = "KEY=列名")]
        map: Vec<String>,
        /// 只检查，不写入
        #[arg(long)]
        dry_run: bool,
        /// 编号已存在时
        #[arg(long, value_enum, default_value_t)]
        on_duplicate: Duplicate,
        /// 百分数列中出现 0.93 一类小数时的含义；不回答则这些单元格不导入
        #[arg(long, value_enum)]
        fraction: Option<Fraction>,
        #[command(flatten)]
        out: Out,
    },
    /// 合并另一审计文件：把对方的设备、措施、方案和全厂数据并入
    ///
    /// 对方文件只读，不会改动。只有一方改过的直接采用；两方都改过而不同的逐项列出，没有全部决定时不写入，退出码为 1
    Merge {
        /// 并入哪个审计文件
        file: PathBuf,
        /// 另一审计文件
        other: PathBuf,
        /// 两方不同时取哪一方：mine、theirs；或只决定一项：所列的项=mine、项=theirs，可重复
        #[arg(long, value_name = "mine|theirs|项=…")]
        take: Vec<String>,
        /// 只比较，不写入
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        out: Out,
    },
    /// 把照片和文件加入审计文件
    Attach {
        /// 审计文件
        file: PathBuf,
        /// 照片(JPEG、PNG、WebP)和其他文件
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// 所属设备的编号；不写则属于整份审计
        #[arg(long)]
        device: Option<String>,
        /// 把照片缩小到长边 2000 像素
        #[arg(long)]
        shrink: bool,
    },
    /// 列出照片和文件，或存到文件夹
    Attachments {
        /// 审计文件
        file: PathBuf,
        /// 存到这个文件夹
        #[arg(long = "save-to", value_name = "文件夹")]
        folder: Option<PathBuf>,
        #[command(flatten)]
        out: Out,
    },
    /// 写出空白台账模板
    Template {
        /// 输出 .xlsx
        out: PathBuf,
    },
    /// 逐台判定
    Screen {
        /// 审计文件
        file: PathBuf,
        /// 判定基准日，代替文件中的
        #[arg(long)]
        date: Option<jiff::civil::Date>,
        /// 只列出判定会改变的设备：文件中的基准日与 --date(默认今天)两天的标准版本相比
        #[arg(long)]
        changes: bool,
        #[command(flatten)]
        out: Out,
    },
    /// 按判定结果建议措施
    Suggest {
        /// 审计文件
        file: PathBuf,
        /// 写入审计文件
        #[arg(long)]
        apply: bool,
        #[command(flatten)]
        out: Out,
    },
    /// 措施的节能量与经济性
    Savings {
        /// 审计文件
        file: PathBuf,
        /// 方案名称；不写则逐项单独计算。表格末行为方案合计，JSON 和 CSV 的合计见 stderr 和 scenarios 命令
        #[arg(long)]
        scenario: Option<String>,
        #[command(flatten)]
        out: Out,
    },
    /// 各方案的合计与经济性
    Scenarios {
        /// 审计文件
        file: PathBuf,
        #[command(flatten)]
        out: Out,
    },
    /// 在预算内选出最好的一组措施
    Plan {
        /// 审计文件
        file: PathBuf,
        /// 投资预算，万元；只给目标时可不写
        #[arg(long, value_name = "万元", required_unless_present = "target_tce")]
        budget: Option<f64>,
        /// 预算内求什么最大：净现值或节能量
        #[arg(long, value_enum, default_value_t, conflicts_with = "target_tce")]
        objective: Objective,
        /// 年节能目标，tce(当量值)：求达到它的最小投资
        #[arg(long, value_name = "tce")]
        target_tce: Option<f64>,
        #[command(flatten)]
        out: Out,
    },
    /// 单耗对标：限额、标杆/基准、地方与国家目标、用能单位类别、管理核查
    Benchmark {
        /// 审计文件
        file: PathBuf,
        /// 方案名称：另列改造后
        #[arg(long)]
        scenario: Option<String>,
        /// 求各产品达到下一级的最小投资
        #[arg(long)]
        next_level: bool,
        #[command(flatten)]
        out: Out,
    },
    /// 生成报告：.pdf，.docx(可编辑)，.xlsx(报告的全部表格)；多个审计各成一份
    Report {
        /// 审计文件，或装有审计文件的文件夹
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// 输出 .pdf、.docx 或 .xlsx；多个审计时为文件夹(以 / 结尾)，文件名取自企业名称和审计文件名
        #[arg(short, long)]
        output: PathBuf,
        /// 输出到文件夹时的格式，默认 pdf
        #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(commands::REPORT_FORMATS))]
        format: Option<String>,
        /// 报告形式：full 全文，summary 两页摘要，obsolete 淘汰设备清单，measures 每项措施一页
        #[arg(long, default_value = "full", value_parser = ["full", "summary", "obsolete", "measures"])]
        form: String,
        /// 方案名称
        #[arg(long)]
        scenario: Option<String>,
        /// 全文的附录中加上修改记录(何时、谁、做了什么)
        #[arg(long)]
        changes: bool,
    },
    /// 导出台账；.xlsx 另有能源、产品、筛查、措施、方案、现金流和何时更换各表；多个审计各成一份
    Export {
        /// 审计文件，或装有审计文件的文件夹
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// 输出 .xlsx、.csv 或 .json；多个审计时为文件夹(以 / 结尾)，文件名取自企业名称和审计文件名
        #[arg(short, long)]
        output: PathBuf,
        /// 输出到文件夹时的格式，默认 xlsx；parquet 把全部审计写成一组表，供 DuckDB、Spark 查询，见 docs/parquet.md
        #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(
            commands::EXPORT_FORMATS.into_iter().chain([commands::PARQUET])
        ))]
        format: Option<String>,
        /// 只写待补数据清单：.xlsx 填好后可再导入，.pdf 供打印
        #[arg(long)]
        missing: bool,
    },
    /// 汇总许多审计文件
    Rollup {
        /// 审计文件，或装有审计文件的文件夹
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// 输出 .xlsx 或 .pdf
        #[arg(short, long)]
        output: PathBuf,
        /// 汇总哪个方案的节能潜力；不写则各取第一个方案
        #[arg(long)]
        scenario: Option<String>,
        #[command(flatten)]
        out: Out,
    },
    /// 检查审计文件是否完好
    Check {
        /// 审计文件
        file: PathBuf,
        /// 把能读出的内容写到 <文件名>.repaired.audit
        #[arg(long)]
        repair: bool,
        /// 列出修改记录：时间、操作者、内容
        #[arg(long, conflicts_with = "repair")]
        history: bool,
        #[command(flatten)]
        out: Out,
    },
    /// 查国家数据：list、show 标准号、find 型号；自备数据表：form、check、add、remove
    Reference {
        #[command(subcommand)]
        what: Option<Reference>,
        #[command(flatten)]
        out: Out,
    },
}

#[derive(Subcommand)]
enum Reference {
    /// 列出全部数据表
    List {
        /// 连同这份审计中的自备数据表
        #[arg(long, value_name = "FILE.audit")]
        audit: Option<PathBuf>,
    },
    /// 显示一张表
    Show {
        /// 标准号或表名，如 "GB 18613"
        standard: String,
        /// 连同这份审计中的自备数据表
        #[arg(long, value_name = "FILE.audit")]
        audit: Option<PathBuf>,
    },
    /// 写出空白的自备数据表，表式与一张内置表相同
    Form {
        /// 内置表名，如 motor_lv_gb18613_2020；全部表名见 reference list
        table: String,
        /// 输出 .csv
        #[arg(short, long)]
        output: PathBuf,
        /// 连同内置表的数据行，作修改的底稿
        #[arg(long)]
        rows: bool,
    },
    /// 检查自备数据表，不写入
    Check {
        /// 自备数据表(.csv)
        table: PathBuf,
    },
    /// 把自备数据表加入审计文件
    Add {
        /// 审计文件
        file: PathBuf,
        /// 自备数据表(.csv)
        table: PathBuf,
    },
    /// 从审计文件中去掉自备数据表
    Remove {
        /// 审计文件
        file: PathBuf,
        /// reference list --audit 所列的表名，如 own-123
        id: String,
    },
    /// 型号命中哪些条目，为什么
    Find {
        /// 型号，如 Y160M-4
        model: String,
    },
}

/// Why a command ended before it was done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Wrong usage.
    #[error("{0}")]
    Usage(String),
    /// A file can't be opened or written.
    #[error("{0}")]
    File(String),
}

impl From<crate::store::StoreError> for Failure {
    fn from(e: crate::store::StoreError) -> Self {
        Self::File(e.to_string())
    }
}

impl From<crate::reference::TableError> for Failure {
    fn from(e: crate::reference::TableError) -> Self {
        Self::File(e.to_string())
    }
}

/// Whether something in the input was refused.
pub(crate) type Refused = bool;

/// Runs the program on the command line's arguments.
pub fn run() -> ExitCode {
    let arguments = std::env::args_os();
    let arguments = if cfg!(windows) { wildcards::expanded(arguments) } else { arguments.collect() };
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; clap prints them to stdout.
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let Some(command) = cli.command else {
        return match crate::app::run(
            cli.file,
            cli.renderer.map(|r| match r {
                RendererChoice::Glow => crate::app::Renderer::Glow,
                RendererChoice::Wgpu => crate::app::Renderer::Wgpu,
            }),
        ) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::from(2)
            }
        };
    };
    match commands::dispatch(command) {
        Ok(false) => ExitCode::SUCCESS,
        Ok(true) => ExitCode::from(1),
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(match failure {
                Failure::Usage(_) => 2,
                Failure::File(_) => 3,
            })
        }
    }
}
