//! How an id such as `B24`, `R1.7`, `M7.5` or "decision 8" is cited: in a comment, in the first words of a function's
//! name, in brackets of a text (requirements and laws in any text). What is done with citations lives in the others.

/// Ids that a text cites; what stands in backticks, in a path or inside a word is none.
pub fn ids(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split(is_between).filter(|word| !word.is_empty()).collect();
    let decisions = words.windows(2).filter_map(|pair| match pair {
        [word, number] if word.trim_end_matches('s').eq_ignore_ascii_case("decision") => decision(number),
        _ => None,
    });
    words.iter().flat_map(|word| ids_of_word(word)).chain(decisions).collect()
}

/// Ids that a line of Rust cites.
pub fn ids_in_rust(line: &str) -> Vec<String> {
    let (code, comment) = split_comment(line);
    let mut found = ids(comment);
    found.extend(ids_of_name(code));
    let quoted = code.split('"').skip(1).step_by(2);
    found.extend(quoted.flat_map(ids_of_quoted));
    found
}

fn is_between(c: char) -> bool {
    c.is_whitespace() || "()[]{},;:|!?\"'’“”«»*…·".contains(c)
}

fn decision(number: &str) -> Option<String> {
    let number = number.trim_end_matches('.');
    is_number(number, 40).then(|| format!("decision {number}"))
}

/// An id, or both ends of a range such as `C19-C21`.
fn ids_of_word(word: &str) -> Vec<String> {
    let ends: Vec<&str> = word.trim_end_matches('.').split(['-', '–']).collect();
    if ends.len() <= 2 && ends.iter().all(|end| is_id(end)) {
        ends.into_iter().map(str::to_owned).collect()
    } else {
        Vec::new()
    }
}

/// A requirement or a law wherever it stands; others may be what a test talks about, so they count in brackets only.
fn ids_of_quoted(text: &str) -> Vec<String> {
    let bracketed = text.split(" (").skip(1).filter_map(|rest| rest.split(')').next());
    let plain = ids(text).into_iter().filter(|id| id.starts_with(['R', 'I']));
    plain.chain(bracketed.flat_map(ids)).collect()
}

/// `B24`, `I7`, `R1.10`, `M7.5`: a family's letter and its number, with one more number where the family has such.
fn is_id(word: &str) -> bool {
    let Some(family) = word.chars().next().filter(char::is_ascii_uppercase) else { return false };
    let (number, part) = match word.get(1..).unwrap_or_default().split_once('.') {
        Some((number, part)) => (number, Some(part)),
        None => (word.get(1..).unwrap_or_default(), None),
    };
    match (family, part) {
        ('A'..='F' | 'P', None) => is_number(number, 40),
        ('I', None) => is_number(number, 10),
        ('M', None) => is_number(number, 9),
        ('M' | 'R', Some(part)) => is_number(number, 9) && is_number(part, 40),
        _ => false,
    }
}

fn is_number(text: &str, most: u8) -> bool {
    !text.starts_with('0') && text.parse::<u8>().is_ok_and(|number| (1..=most).contains(&number))
}

/// The ids that a function's name begins with: `r3_1_f32_scanners_…`.
fn ids_of_name(code: &str) -> Vec<String> {
    let name = code.split("fn ").nth(1).and_then(|rest| rest.split(['(', '<']).next());
    let mut parts = name.unwrap_or_default().split('_').peekable();
    let mut found = Vec::new();
    while let Some(part) = parts.next() {
        let upper = part.to_ascii_uppercase();
        let with_part = parts.peek().map(|next| format!("{upper}.{next}")).filter(|id| is_id(id));
        match with_part {
            Some(id) => {
                found.push(id);
                parts.next();
            }
            None if is_id(&upper) => found.push(upper),
            None => break,
        }
    }
    found
}

/// Code and comment of a line; `https://` begins none.
fn split_comment(line: &str) -> (&str, &str) {
    let starts = line.match_indices("//").map(|(at, _)| at);
    let at =
        starts.into_iter().find(|at| !line.get(..*at).is_some_and(|before| before.ends_with([':', '/'])));
    at.and_then(|at| line.split_at_checked(at)).unwrap_or((line, ""))
}

#[test]
fn an_id_is_cited_in_comments_in_names_and_in_brackets() {
    let lines = [
        ("/// Never early (R2.2, B24).", vec!["R2.2", "B24"]),
        ("//! Look (C19-C21), the first one's way: E7.", vec!["C19", "C21", "E7"]),
        ("    fn r3_1_f32_m7_5_scanners_do_nothing() {", vec!["R3.1", "F32", "M7.5"]),
        ("assert_eq!(one, other, \"nor from the size (M7.5)\");", vec!["M7.5"]),
        ("is_found(Stale, &[\"I3\", \"R1.1\"]);", vec!["I3", "R1.1"]),
        ("// Decision 8: dropped.", vec!["decision 8"]),
    ];

    for (line, cited) in lines {
        assert_eq!(ids_in_rust(line), cited, "{line}");
    }
}

#[test]
fn what_only_looks_like_an_id_is_none() {
    let lines = [
        "\"task\": {\"priority\": \"P1\"}",
        "/// Such as `P1`, or a path of T0/B0/x or a_B1.",
        "fn record_i64(&mut self, value: i64) {",
        "fn p99(samples: &[u64]) -> u64 {",
        "for text in [\"=1+1\", \"@SUM(A1)\"] {",
        "let url = \"https://example.com/B1\";",
        "// #B24A00 is a colour, R2 a chapter, A0 a paper",
    ];

    for line in lines {
        assert_eq!(ids_in_rust(line), Vec::<String>::new(), "{line}");
    }
}
