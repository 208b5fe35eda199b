//! What plants call the kinds of device. In Chinese the head noun comes last, so these are what a name ends with.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::audit::KindCode;

/// What a word says of the thing it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// A device of this kind.
    Kind(KindCode),
    /// Only what class of thing it is (…机, …器, …炉): enough in a mixed ledger, not against a sheet's title.
    Loose(KindCode),
    /// One of several kinds; only the auditor knows.
    Unclear(&'static str),
}

/// What plants call a kind, folded. A header that begins with one (水泵型号) speaks of that kind.
pub(super) fn words(kind: KindCode) -> &'static [&'static str] {
    match kind {
        KindCode::Motor => &["电动机", "电机", "马达"],
        KindCode::Transformer => &[
            "变压器",
            "主变",
            "配变",
            "厂变",
            "干变",
            "箱变",
            "油变",
            "站变",
            "所变",
            "整流变",
            "动力变",
            "照明变",
            "升压变",
            "隔离变",
            "箱式变电站",
        ],
        KindCode::Boiler => {
            &["锅炉", "导热油炉", "有机热载体炉", "热载体炉", "热油炉", "热水炉", "蒸汽炉", "汽炉", "余热炉"]
        }
        KindCode::Fan => &["通风机", "风机", "风机箱", "锅炉鼓风机"],
        KindCode::Blower => &[
            "鼓风机",
            "罗茨风机",
            "罗茨",
            "曝气风机",
            "氧化风机",
            "高炉风机",
            "悬浮风机",
            "空悬风机",
            "磁悬风机",
            "旋涡风机",
            "漩涡风机",
            "涡旋风机",
            "旋涡气泵",
            "漩涡气泵",
            "旋涡式气泵",
        ],
        KindCode::Pump => &["泵", "水泵", "离心泵", "长轴深井泵", "深井长轴泵"],
        KindCode::Submersible => &[
            "潜水泵",
            "潜水电泵",
            "潜污泵",
            "潜水排污泵",
            "潜水污水泵",
            "潜水轴流泵",
            "潜水混流泵",
            "深井泵",
            "深井潜水泵",
            "深井潜水电泵",
            "井用泵",
        ],
        KindCode::Compressor => &["空压机", "空气压缩机", "压缩机", "压风机", "增压机", "氧压机", "氮压机", "氢压机"],
        KindCode::Chiller => &[
            "冷水机组",
            "冷水机",
            "冷热水机组",
            "热水机组",
            "热泵",
            "制冷机组",
            "制冷机",
            "冷冻机",
            "冷冻机组",
            "冷冻水机组",
            "制冷主机",
            "制冷压缩机",
            "冷冻压缩机",
            "冷媒压缩机",
            "氨压缩机",
            "氨压机",
            "氨机",
            "冰机",
            "溴化锂",
            "溴化锂机组",
            "溴冷机",
            "直燃机",
            "直燃机组",
            "直燃型机组",
            "冰水机",
            "冰水机组",
            "盐水机组",
            "冷冻主机",
        ],
        KindCode::Furnace => &[
            "加热炉",
            "热处理炉",
            "电阻炉",
            "中频炉",
            "工频炉",
            "感应炉",
            "电弧炉",
            "矿热炉",
            "电石炉",
            "退火炉",
            "回火炉",
            "淬火炉",
            "正火炉",
            "渗碳炉",
            "渗氮炉",
            "氮化炉",
            "盐浴炉",
            "井式炉",
            "箱式炉",
            "台车炉",
            "网带炉",
            "推杆炉",
            "多用炉",
            "辊底炉",
            "罩式炉",
            "熔炼炉",
            "熔化炉",
            "熔铝炉",
            "保温炉",
            "精炼炉",
            "钢包炉",
            "坩埚炉",
            "热风炉",
            "干燥炉",
            "烘干炉",
            "焙烧炉",
            "煅烧炉",
            "焚烧炉",
            "固化炉",
            "均热炉",
            "真空炉",
            "时效炉",
            "冲天炉",
            "反射炉",
            "电炉",
            "高炉",
            "转炉",
            "平炉",
            "焦炉",
            "玻璃熔窑",
            "回转窑",
            "隧道窑",
            "辊道窑",
            "石灰窑",
            "立窑",
            "梭式窑",
            "倒焰窑",
            "工业炉",
            "炉窑",
            "窑炉",
        ],
        KindCode::HeatExchanger => &[
            "换热器",
            "热交换器",
            "板换",
            "换热机组",
            "冷凝器",
            "凝汽器",
            "冷却器",
            "加热器",
            "空冷器",
            "油冷器",
            "再沸器",
            "板式换热机组",
        ],
        KindCode::Welder => &[
            "焊机",
            "电焊机",
            "弧焊机",
            "焊接电源",
            "弧焊变压器",
            "电焊变压器",
            "弧焊整流器",
            "弧焊发电机",
            "对焊",
            "点焊",
            "氩弧焊",
            "二保焊",
        ],
        KindCode::Lighting => &[
            "照明",
            "照明灯",
            "路灯",
            "灯具",
            "led灯",
            "高压汞灯",
            "高压钠灯",
            "金卤灯",
            "日光灯",
            "荧光灯",
            "节能灯",
            "白炽灯",
            "投光灯",
            "工矿灯",
        ],
        KindCode::DataCentre => {
            &["数据中心", "数据机房", "信息机房", "计算机房", "服务器机房", "idc机房", "idc", "信息中心机房"]
        }
        KindCode::Other => OTHERS,
    }
}

/// Equipment of none of the kinds, among it what is named after them.
const OTHERS: &[&str] = &[
    "发电机",
    "发电机组",
    "真空泵",
    "泵车",
    "混凝土泵",
    "冷却塔",
    "除尘",
    "除尘器",
    "收尘",
    "收尘器",
    "皮带机",
    "输送机",
    "破碎机",
    "球磨机",
    "磨机",
    "立磨",
    "辊压机",
    "搅拌",
    "搅拌机",
    "提升机",
    "起重",
    "起重机",
    "行车",
    "天车",
    "葫芦",
    "空调",
    "空调机组",
    "空调器",
    "空调机",
    "多联机",
    "新风机组",
    "风机盘管",
    "暖风机",
    "冷风机",
    "热风机",
    "吹风机",
    "风扇",
    "吊扇",
    "排风扇",
    "换气扇",
    "排气扇",
    "风幕机",
    "空气幕",
    "干燥机",
    "冷冻干燥机",
    "冷干机",
    "吸干机",
    "冻干机",
    "储气罐",
    "过滤器",
    "电梯",
    "车床",
    "铣床",
    "磨床",
    "镗床",
    "刨床",
    "钻床",
    "机床",
    "冲床",
    "给煤机",
    "给料机",
    "上煤机",
    "除渣机",
    "出渣机",
    "减速机",
    "减速器",
    "耦合器",
    "偶合器",
    "变频器",
    "变频柜",
    "整流柜",
    "开关柜",
    "控制柜",
    "控制箱",
    "启动柜",
    "软启动器",
    "软起动器",
    "配电柜",
    "配电箱",
    "照明箱",
    "补偿柜",
    "电容器",
    "断路器",
    "开关",
    "互感器",
    "电抗器",
    "调压器",
    "稳压器",
    "整流器",
    "ups",
    "蓄电池",
    "软水器",
    "软化水",
    "水处理",
    "除氧器",
    "省煤器",
    "空预器",
    "预热器",
    "过热器",
    "汽包",
    "分汽缸",
    "水箱",
    "炉排",
    "炉墙",
    "烟囱",
    "引风道",
    "脱硫塔",
    "电加热器",
    "感应加热器",
    "散热器",
    "热水器",
    "开水器",
    "饮水机",
    "茶炉",
    "茶水炉",
    "茶浴炉",
    "开水炉",
    "壁挂炉",
    "微波炉",
    "电磁炉",
    "煤气炉",
    "煤气发生炉",
    "烤箱",
    "烘箱",
    "干燥箱",
    "塑料焊机",
    "热熔焊机",
    "热熔机",
    "超声波焊机",
    "焊接机器人",
    "信号灯",
    "指示灯",
    "紫外灯",
    "紫外线灯",
    "杀菌灯",
    "红外灯",
    "手术灯",
    "无影灯",
    "灭蚊灯",
    "垃圾压缩机",
    "叉车",
    "汽车",
    "精密空调",
    "分体空调",
    "柜式空调",
    "调速器",
    "液压站",
];

/// The class of thing, at the very end of a name only.
const LOOSE: &[(&str, KindCode)] = &[
    ("炉", KindCode::Furnace),
    ("窑", KindCode::Furnace),
    ("灯", KindCode::Lighting),
    ("机", KindCode::Other),
    ("器", KindCode::Other),
    ("柜", KindCode::Other),
    ("箱", KindCode::Other),
    ("罐", KindCode::Other),
    ("塔", KindCode::Other),
    ("阀", KindCode::Other),
    ("仪", KindCode::Other),
    ("秤", KindCode::Other),
    ("床", KindCode::Other),
    ("车", KindCode::Other),
    ("梯", KindCode::Other),
    ("釜", KindCode::Other),
    ("锅", KindCode::Other),
    ("磨", KindCode::Other),
    ("筛", KindCode::Other),
    ("扇", KindCode::Other),
    ("屏", KindCode::Other),
    ("装置", KindCode::Other),
    ("生产线", KindCode::Other),
    ("流水线", KindCode::Other),
    ("输送线", KindCode::Other),
    ("包装线", KindCode::Other),
];

/// Names that several kinds share.
const UNCLEAR: &[&str] =
    &["螺杆机", "螺杆机组", "离心机组", "活塞机", "空调主机", "中央空调", "模块机", "沸腾炉", "蒸汽发生器", "机泵"];

/// Every word by its last character, longest first.
static BY_END: LazyLock<HashMap<char, Vec<(&'static str, Sense)>>> = LazyLock::new(|| {
    let mut all: HashMap<char, Vec<(&'static str, Sense)>> = HashMap::new();
    let kinds = KindCode::ALL.into_iter().flat_map(|k| words(k).iter().map(move |w| (*w, Sense::Kind(k))));
    let codes = KindCode::ALL.into_iter().map(|k| (k.code(), Sense::Kind(k)));
    let names = KindCode::ALL.into_iter().map(|k| (k.zh(), Sense::Kind(k)));
    let loose = LOOSE.iter().map(|(w, k)| (*w, Sense::Loose(*k)));
    let unclear = UNCLEAR.iter().map(|w| (*w, Sense::Unclear(w)));
    for (word, sense) in kinds.chain(codes).chain(names).chain(loose).chain(unclear) {
        if let Some(last) = word.chars().last() {
            all.entry(last).or_default().push((word, sense));
        }
    }
    for list in all.values_mut() {
        list.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    }
    all
});

/// The longest word that a text ends with, and its sense.
pub(super) fn ending(text: &str) -> Option<(&'static str, Sense)> {
    let list = BY_END.get(&text.chars().last()?)?;
    list.iter().find(|(word, _)| text.ends_with(word)).copied()
}

/// What may stand behind the head noun without changing it: numbers, letters, positions, states.
const TAILS: &[&str] = &[
    "机组", "主机", "本体", "设备", "备用", "在用", "运行", "停用", "改造", "更新", "专用", "工频", "系列", "号", "组",
    "台", "套", "类", "甲", "乙", "丙", "丁", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "新", "旧",
    "老", "大", "小", "东", "西", "南", "北", "中", "左", "右", "上", "下", "前", "后", "侧", "列", "区", "段", "期",
    "型", "式", "级", "用",
];

/// The text without one such tail; `None` if it has none.
pub(super) fn without_tail(text: &str) -> Option<&str> {
    let cut = text.trim_end_matches(|c: char| c.is_ascii());
    if cut.len() < text.len() { Some(cut) } else { TAILS.iter().find_map(|t| text.strip_suffix(t)) }
}

/// Rooms and stations named after what stands in them.
const PLACES: &[&str] = &[
    "锅炉房",
    "锅炉间",
    "锅炉车间",
    "锅炉班",
    "锅炉站",
    "水泵房",
    "水泵站",
    "水泵间",
    "泵房",
    "泵站",
    "泵间",
    "空压机房",
    "空压机站",
    "空压机间",
    "鼓风机房",
    "风机房",
    "风机间",
    "变压器室",
    "变压器房",
    "电机房",
    "制冷机房",
    "冷冻机房",
    "发电机房",
    "电梯机房",
    "空调机房",
    "压缩机房",
    "压缩机厂房",
    "换热器间",
];

/// The text without places named after devices: 锅炉房变压器 says nothing of boilers.
pub(super) fn without_places(text: &str) -> String {
    let mut text = text.to_owned();
    for place in PLACES {
        if text.contains(place) {
            text = text.replace(place, "");
        }
    }
    text
}
