//! Floating point numbers in the notation of Java, which is what configuration files and clients hold.

/// Reads what Java's `Double.parseDouble` reads, except its hexadecimal form: an optional type suffix is allowed, and
/// the special values have exactly one spelling.
pub(crate) fn read_double(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned == "NaN" || unsigned == "Infinity" {
        return text.parse().ok();
    }
    let digits = text.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(text);
    // Rust also reads `inf` and `nan`, which Java refuses.
    let plain = digits
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E'));
    if plain { digits.parse().ok() } else { None }
}

/// The text Java's `Double.toString` gives: always a fraction, and an exponent outside of 10^-3 to 10^7.
pub(crate) fn java_double(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    let size = value.abs();
    if size == 0.0 || (1e-3..1e7).contains(&size) {
        return format!("{value:?}");
    }
    let scientific = format!("{value:E}");
    match scientific.split_once('E') {
        Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0E{exponent}"),
        _ => scientific,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_are_written_as_java_writes_them() {
        let cases = [
            (0.5, "0.5"),
            (0.0, "0.0"),
            (1.0, "1.0"),
            (f64::MAX, "1.7976931348623157E308"),
            (2_147_483_647.0, "2.147483647E9"),
            (1e7, "1.0E7"),
            (9_999_999.0, "9999999.0"),
            (0.0001, "1.0E-4"),
        ];
        for (value, text) in cases {
            assert_eq!(java_double(value), text);
            assert_eq!(read_double(text), Some(value));
        }
    }

    #[test]
    fn only_javas_spelling_of_special_numbers_is_read() {
        assert_eq!(read_double("Infinity"), Some(f64::INFINITY));
        assert_eq!(read_double("inf"), None);
        assert_eq!(read_double("nan"), None);
        assert_eq!(read_double("0.5d"), Some(0.5));
        assert_eq!(read_double(""), None);
    }
}
