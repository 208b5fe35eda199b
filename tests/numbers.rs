//! Numbers in sentences and in the working.

use energy_audit::energy::working::{n, put, stated};

/// Expectations written by hand: four or five figures, whole from 10,000 on, no needless zeros, no "-0", no exponent.
#[test]
fn a_number_in_a_sentence_has_the_digits_that_mean_something() {
    let table = [
        (0.0, "0"),
        (-0.0, "0"),
        (-0.000_000_000_000_01, "0"),
        (0.1 + 0.2, "0.3"),
        (0.1229, "0.1229"),
        (0.5703, "0.5703"),
        (0.012_34, "0.01234"),
        // Two thirds of a thousandth: four figures.
        (2.0 / 3000.0, "0.0006667"),
        (0.000_000_1, "0.0000001"),
        (1.0, "1"),
        (9.810_04, "9.81"),
        (92.346, "92.35"),
        (999.999, "1,000"),
        (1234.56, "1,234.6"),
        (-1234.5, "−1,234.5"),
        (8760.0, "8,760"),
        (9999.96, "10,000"),
        (12_345.6, "12,346"),
        // Halfway to the even digit, as GB/T 8170 rounds.
        (22_823_588.5, "22,823,588"),
        (22_823_589.5, "22,823,590"),
        (22_823_588.4, "22,823,588"),
        (1e15, "1,000,000,000,000,000"),
        (f64::NAN, "—"),
        (f64::INFINITY, "—"),
    ];
    for (value, text) in table {
        assert_eq!(n(value), text, "{value}");
    }
}

/// Nine figures go into a formula.
#[test]
fn a_number_put_into_a_formula_keeps_nine_figures() {
    let table = [
        (75.0, "75"),
        (0.1229, "0.1229"),
        (0.1 + 0.2, "0.3"),
        (156.382_978_723_4, "156.382979"),
        (1_000.0 / 3.0, "333.333333"),
        (1.0 / 3000.0, "0.000333333333"),
        (22_823_588.5, "22,823,588.5"),
        (1_234_567_890.4, "1,234,567,890"),
        (-2.5, "−2.5"),
        (f64::NAN, "—"),
    ];
    for (value, text) in table {
        assert_eq!(put(value), text, "{value}");
    }
}

/// What was entered or stands in a table is printed as it is there.
#[test]
fn an_entered_number_is_printed_as_entered() {
    for (value, text) in [(1030.0, "1,030"), (10_000.0, "10,000"), (93.6, "93.6"), (0.1229, "0.1229"), (-0.0, "0")] {
        assert_eq!(stated(value), text, "{value}");
    }
}

/// A reader with a calculator: the numbers put in give the printed result within its last digit. The third is the
/// annual electricity of a motor, P·β/η·h·n = 75 × 0.7 / 0.936 × 8000 × 2 = 897,435.9.
#[test]
fn the_printed_numbers_give_the_printed_result() {
    let read = |text: &str| text.replace(',', "").replace('−', "-").parse::<f64>().expect("a number");
    let last_digit = |text: &str| text.split_once('.').map_or(1.0, |(_, f)| 10f64.powi(-(f.len() as i32)));
    let products: [&[f64]; 5] = [
        &[1.0 / 3.0, 0.1229],
        &[156.382_978_723_4, 8000.0],
        &[75.0, 0.7, 1.0 / 0.936, 8000.0, 2.0],
        &[22_823_588.5, 0.000_122_9],
        &[1.0 / 7.0, 1.0 / 11.0, 1.0 / 13.0],
    ];
    for factors in products {
        let result = n(factors.iter().product());
        let by_hand: f64 = factors.iter().map(|f| read(&put(*f))).product();
        assert!((by_hand - read(&result)).abs() <= last_digit(&result), "{factors:?} {by_hand} {result}");
    }
}
