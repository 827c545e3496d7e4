//! Text compared as people read it, without making a copy of it: no regard to capitals, to which white space it is and to
//! whether an apostrophe is straight; accents count. What is compared with what is decided in `check`.

/// A text made ready to be found in others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::condition) struct Folded {
    text: Box<str>,
    /// No letter outside ASCII becomes one of it, so such text is found byte by byte in any other.
    plain: bool,
}

impl Folded {
    pub(in crate::condition) fn of(text: &str) -> Self {
        let text: String = text.trim().chars().map(fold).collect();
        let plain = text.bytes().all(|byte| byte.is_ascii() && byte != b' ' && byte != b'\'');
        Self { text: text.into(), plain }
    }

    pub(in crate::condition) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the other text is this one.
    pub(super) fn is(&self, other: &str) -> bool {
        let other = other.trim();
        if self.plain {
            other.eq_ignore_ascii_case(&self.text)
        } else {
            self.text.chars().eq(other.chars().map(fold))
        }
    }

    /// Whether the other text begins with this one.
    pub(super) fn begins(&self, other: &str) -> bool {
        begins(other.trim_start().chars(), &self.text)
    }

    /// Whether this one stands anywhere in the other text.
    pub(super) fn is_within(&self, other: &str) -> bool {
        if self.plain { find_bytes(other.as_bytes(), self.text.as_bytes()) } else { self.find_letters(other) }
    }

    fn find_letters(&self, other: &str) -> bool {
        let mut rest = other.chars();
        loop {
            if begins(rest.clone(), &self.text) {
                return true;
            }
            if rest.next().is_none() {
                return false;
            }
        }
    }
}

/// One letter for one letter: a small one for a capital, one blank for every other, a straight apostrophe for a curly one.
/// A letter outside ASCII never becomes one of ASCII, and `ς` is the `σ` that it is at the end of a word.
fn fold(letter: char) -> char {
    match letter {
        _ if letter.is_ascii() && !letter.is_ascii_whitespace() => letter.to_ascii_lowercase(),
        '\u{2019}' => '\'',
        '\u{3c2}' => '\u{3c3}',
        _ if letter.is_whitespace() => ' ',
        _ => {
            let mut small = letter.to_lowercase();
            match (small.next(), small.next()) {
                (Some(small), None) if !small.is_ascii() => small,
                _ => letter,
            }
        }
    }
}

fn begins(mut letters: impl Iterator<Item = char>, wanted: &str) -> bool {
    wanted.chars().all(|wanted| letters.next().is_some_and(|letter| fold(letter) == wanted))
}

fn find_bytes(text: &[u8], wanted: &[u8]) -> bool {
    let Some((first, rest)) = wanted.split_first() else { return true };
    let mut left = text;
    while let Some(at) = left.iter().position(|byte| byte.to_ascii_lowercase() == *first) {
        let Some(behind) = left.get(at + 1..) else { return false };
        if behind.get(..rest.len()).is_some_and(|same| same.eq_ignore_ascii_case(rest)) {
            return true;
        }
        left = behind;
    }
    false
}
