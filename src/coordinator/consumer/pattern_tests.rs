//! Which regular expressions are accepted, and what they match.

use super::Pattern;

fn matches(pattern: &str, name: &str) -> bool {
    Pattern::compile(pattern).unwrap().matches(name)
}

#[test]
fn the_whole_name_has_to_match() {
    assert!(matches("foo", "foo"));
    assert!(!matches("foo", "foobar"));
    assert!(!matches("foo|bar", "foobar"));
    assert!(matches("foo|bar.*", "barn"));
    assert!(matches("(?i)FOO", "foo"));
    assert!(!matches("(?m)^foo$", "foo\nbar"));
    assert!(matches("", ""));
}

#[test]
fn what_re2_writes_in_its_own_way_means_the_same_here() {
    for (pattern, yes, no) in [
        (r"\Qa.b\E+", "a.bb", "axb"),
        (r"\Qa.b", "a.b", "axb"),
        (r"a\56b", "a.b", "a-b"),
        (r"\x{61}\x62", "ab", "ax"),
        (r"a{,2}", "a{,2}", "aa"),
        (r"a{b}", "a{b}", "ab"),
        (r"a{2}", "aa", "a"),
        (r"a{2,}", "aaa", "a"),
        (r"\<a\>", "<a>", "a"),
        (r"[[a]", "[", "b"),
        (r"[a&&b]", "&", "c"),
        (r"[]a]", "]", "b"),
        (r"[^]a]", "b", "]"),
        (r"[+--]", ",", "."),
        (r"[[:digit:]x]", "7", "a"),
        (r"\d\w\s", "1a ", "aaa"),
        (r"\pL+", "ab", "12"),
        (r"(?P<name>a)b", "ab", "b"),
        (r"(?<name>a)b", "ab", "b"),
        (r"(?U)a+", "aa", "b"),
        (r"a*?b", "aab", "aa"),
        (r"(|a)*", "aa", "b"),
        (r"(?i:a)b", "Ab", "AB"),
        (r"(?ii)a", "A", "b"),
        (r"\_a", "_a", "a"),
        (r"x{2}{", "xx{", "xx"),
        (r"[a-c-e]+", "a-e", "f"),
        (r"[[:^digit:]]", "a", "1"),
        (r"^*a||$*", "a", "b"),
    ] {
        assert!(matches(pattern, yes), "{pattern} {yes}");
        assert!(!matches(pattern, no), "{pattern} {no}");
    }
}

/// The sentences are those of RE2/J 1.8.
#[test]
fn what_re2_refuses_is_refused_in_its_words() {
    let escape = "invalid escape sequence";
    let perl = "invalid or unsupported Perl syntax";
    let nested = "invalid nested repetition operator";
    let range = "invalid character class range";
    for (pattern, sentence) in [
        ("(", "missing closing )"),
        (")", "unexpected )"),
        ("[", "missing closing ]"),
        ("[a", "missing closing ]"),
        ("*", "missing argument to repetition operator"),
        ("a|*", "missing argument to repetition operator"),
        ("a**", nested),
        ("a+*", nested),
        ("a???", nested),
        ("a{2}{3}", nested),
        ("a*{2}", nested),
        ("a{1001}", "invalid repeat count"),
        ("a{3,2}", "invalid repeat count"),
        (r"\", "trailing backslash at end of expression"),
        (r"\1", escape),
        (r"\8", escape),
        (r"\u0041", escape),
        (r"\Z", escape),
        (r"\C", escape),
        (r"\e", escape),
        (r"\h", escape),
        (r"\K", escape),
        (r"[a\Qb]", escape),
        (r"[\b]", escape),
        ("(?=a)", perl),
        ("(?x)a", perl),
        ("(?u)a", perl),
        ("(?i", perl),
        ("(?-)a", perl),
        ("(?i-)a", perl),
        ("[b-a]", range),
        ("[[:nothing:]]", range),
        (r"\p{Nothing}", range),
    ] {
        let error = Pattern::compile(pattern).unwrap_err();
        assert_eq!(error.to_string(), sentence, "{pattern}");
    }
    for pattern in ["(?<=a)", "(?Pa)", r"[a-\d]"] {
        assert!(Pattern::compile(pattern).is_err(), "{pattern}");
    }
}

#[test]
fn expressions_that_would_take_too_much_are_refused() {
    assert!(Pattern::compile("((a{1000}){1000}){1000}").is_err());
    assert!(Pattern::compile(&"a".repeat(40_000)).is_err());
    assert!(Pattern::compile(&"(".repeat(20_000)).is_err());
    let names = vec!["some-topic-of-a-usual-length"; 300].join("|");
    assert!(matches(&names, "some-topic-of-a-usual-length"));
}
