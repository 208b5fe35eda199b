//! Transformers: letters, performance number, capacity and voltage (JB/T 3837).

use super::leading;
use super::scan::Scan;
use super::told::{Teller, Trust};

/// What a transformer designation says: `S9-M-500/10` is series S9, 500 kVA, 10 kV, with `M`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TransformerModel<'a> {
    /// Letters with the performance number: `S9`, `SCB10`, `SJ`.
    pub series: &'a str,
    /// Structure codes between series and capacity: `M`, `M.RL`.
    pub structure: &'a str,
    /// Capacity in kVA.
    pub capacity_kva: Option<f64>,
    /// High voltage in kV.
    pub voltage_kv: Option<f64>,
}

/// Reads a cleaned transformer designation; `None` if it doesn't begin with letters.
pub fn transformer(cleaned: &str) -> Option<TransformerModel<'_>> {
    let mut letters = leading(cleaned, |b| b.is_ascii_alphabetic());
    if letters == 0 {
        return None;
    }
    // SG(B)8, SC(B)10: an optional letter in brackets belongs to the series.
    if let Some(bracket) = cleaned[letters..].strip_prefix('(')
        && let Some(end) = bracket.find(')')
        && bracket[..end].bytes().all(|b| b.is_ascii_alphabetic())
    {
        letters += end + 2;
    }
    let digits = leading(&cleaned[letters..], |b| b.is_ascii_digit());
    let after = cleaned[letters + digits..].chars().next();
    // `SJ560/10`: a number with a slash or end behind it is the capacity, `S9-560/10`'s 9 the performance number.
    let series_end =
        if digits >= 2 && matches!(after, None | Some('/')) && digits >= 3 { letters } else { letters + digits };
    let series = &cleaned[..series_end];
    let rest = cleaned[series_end..].trim_start_matches('-');
    // Structure codes run to the part that begins with a digit.
    let mut start = 0;
    for part in rest.split('-') {
        if part.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        start += part.len() + 1;
    }
    let (structure, size) = if start >= rest.len() { (rest, "") } else { rest.split_at(start) };
    let capacity_len = leading(size, |b| b.is_ascii_digit() || b == b'.');
    let voltage = size[capacity_len..].strip_prefix("KVA").unwrap_or(&size[capacity_len..]).strip_prefix('/');
    Some(TransformerModel {
        series,
        structure: structure.trim_end_matches('-'),
        capacity_kva: size[..capacity_len].parse().ok(),
        voltage_kv: voltage.and_then(|v| v[..leading(v, |b| b.is_ascii_digit() || b == b'.')].parse().ok()),
    })
}

/// Tells capacity, voltages, medium, core, windings and tap changing.
pub(super) fn read<'a>(cleaned: &'a str, t: &mut Teller<'_, 'a>) {
    let Some(m) = transformer(cleaned) else { return };
    let Some(body) = Body::of(m.series) else { return };
    if m.capacity_kva.is_some() {
        let mut scan = Scan::new(size_start(cleaned, &m).map_or("", |at| &cleaned[at..]));
        let Some(capacity) = scan.number().filter(|n| n.value >= 5.0 && is_capacity(scan.rest)) else { return };
        t.number("capacity_kva", capacity.value, Trust::Sure, capacity.text, "为额定容量(kVA)");
        voltages(scan.rest, t);
    } else if !m.series.ends_with(|c: char| c.is_ascii_digit()) || !matches!(m.structure, "" | "M" | "R" | "RL" | "MRL")
    {
        // A bare S is a letter, and SZL10-AII is a boiler.
        return;
    }
    let letters = m.series.trim_end_matches(|c: char| c.is_ascii_digit());
    if body.dry {
        t.choice("medium", "dry", Trust::Sure, letters, "含 C(浇注)或 G(空气)，为干式");
    } else if body.plain {
        t.choice("medium", "oil", Trust::Sure, letters, "不含 C、G，为油浸式");
    }
    if body.amorphous {
        t.choice("core", "amorphous", Trust::Sure, letters, "含 H，为非晶合金铁心");
    }
    if body.auto {
        t.choice("windings", "auto", Trust::Sure, letters, "首字母 O 表示自耦");
    } else if body.three {
        t.choice("windings", "three", Trust::Sure, letters, "第二个 S 表示三绕组");
    }
    if body.on_load {
        t.choice("tap_changing", "on_load", Trust::Sure, letters, "含 Z，为有载调压");
    }
}

/// What the letters of a three-phase or single-phase transformer say.
#[derive(Clone, Copy, Debug, Default)]
struct Body {
    dry: bool,
    /// Only letters that oil-immersed transformers have.
    plain: bool,
    amorphous: bool,
    on_load: bool,
    three: bool,
    auto: bool,
}

impl Body {
    /// `None` for other devices and letters that aren't known: stabilisers, furnace and control transformers.
    fn of(series: &str) -> Option<Self> {
        let letters = series.trim_end_matches(|c: char| c.is_ascii_digit());
        // Mining substations: Z and Y behind the body mean 移动站, not tap changing.
        if let Some(rest) = letters.strip_prefix("KBSG") {
            return matches!(rest, "" | "ZY" | "B" | "BZY").then_some(Self { dry: true, ..Self::default() });
        }
        let (auto, letters) = letters.strip_prefix('O').map_or((false, letters), |l| (true, l));
        // K mining, Z rectifier.
        let letters = letters.strip_prefix(['K', 'Z']).filter(|l| l.starts_with('S')).unwrap_or(letters);
        let rest = letters.strip_prefix(['S', 'D'])?;
        let known = |allowed: &str| rest.chars().all(|c| allowed.contains(c));
        let dry = rest.contains(['C', 'G']);
        if !known(if dry { "CGRBHZFL()" } else { "ZSFPLBHJ" }) || rest.len() > 6 {
            return None;
        }
        Some(Self {
            dry,
            plain: !dry,
            amorphous: rest.contains('H'),
            on_load: rest.contains('Z'),
            three: !dry && rest.contains('S'),
            auto,
        })
    }
}

/// Whether what follows a number leaves it a capacity: DG46-50X8 is a pump, SZL10-1.25-AII a boiler.
fn is_capacity(rest: &str) -> bool {
    let dashed = rest.strip_prefix('-').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
    rest.is_empty() || rest.starts_with(['/', '(']) || rest.starts_with("KVA") || dashed
}

/// Where the size begins behind series and structure.
fn size_start(cleaned: &str, m: &TransformerModel<'_>) -> Option<usize> {
    let behind = &cleaned[m.series.len()..];
    let structure = if m.structure.is_empty() { 0 } else { behind.find(m.structure)? + m.structure.len() };
    let at = m.series.len() + structure;
    Some(at + leading(&cleaned[at..], |b| b == b'-'))
}

/// `/10`, `/10KV`, `/10-0.4`: high and low voltage in kV. Below 3 kV it can't be the high side of a network.
fn voltages<'a>(rest: &'a str, t: &mut Teller<'_, 'a>) {
    let mut scan = Scan::new(rest.strip_prefix("KVA").unwrap_or(rest));
    if !scan.eat('/') {
        return;
    }
    let Some(high) = scan.number().filter(|n| n.value >= 3.0) else { return };
    scan.rest = scan.rest.strip_prefix("KV").unwrap_or(scan.rest);
    t.number("high_voltage_kv", high.value, Trust::Sure, high.text, "为高压侧电压(kV)");
    if (scan.eat('-') || scan.eat('/'))
        && let Some(low) = scan.number().filter(|n| n.value < high.value && (0.2..=40.5).contains(&n.value))
        && scan.at_break()
    {
        t.number("low_voltage_kv", low.value, Trust::Sure, low.text, "为低压侧电压(kV)");
    }
}
