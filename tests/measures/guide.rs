//! Every measure explains itself.

use super::*;
use std::collections::BTreeSet;

/// Every measure has a guide whose parts say something, and no guide speaks of a measure that isn't there.
#[test]
fn every_measure_has_its_guide() {
    let guides = &reference().tables.measure_guide;
    let measures: BTreeSet<&str> = Action::all().iter().map(Action::code).collect();
    assert_eq!(guides.codes().collect::<BTreeSet<_>>(), measures);
    for code in measures {
        let g = guides.get(code).unwrap_or_else(|| panic!("{code}"));
        for (part, least) in [
            (&g.explanation, 30),
            (&g.source, 5),
            (&g.applicability, 20),
            (&g.side_effects, 1),
            (&g.investment_guidance, 10),
        ] {
            assert!(part.chars().count() >= least, "{code}: {part}");
        }
        assert!(g.review.is_empty() || g.review == "待核", "{code}: {}", g.review);
        // A cited standard was read in reprints only: it must say so.
        assert!(!g.source.contains("GB") || g.review == "待核", "{code}");
    }
}

/// The investment says what it consists of and names no amount: prices are the auditor's.
#[test]
fn no_investment_is_invented() {
    for code in reference().tables.measure_guide.codes() {
        let text = &reference().tables.measure_guide.get(code).expect("guide").investment_guidance;
        assert!(!text.contains('元') && !text.chars().any(|c| c.is_ascii_digit()), "{code}: {text}");
    }
}
