//! Names in double braces inside a campaign's own texts, such as `{{ customer.first_name }}`: checked when they are saved,
//! filled in wherever the text is said. Templates of whole mails have a language of their own, in `views`.

/// What the texts of mails and pages can name; templates name the same.
pub const TEXT_TAGS: [&str; 9] = [
    "customer.first_name",
    "customer.last_name",
    "customer.full_name",
    "agent.name",
    "task.number",
    "task.type",
    "date",
    "company",
    "sender",
];

/// A text with its names filled in. Where nothing is known, the blank or comma that led to the name goes too, so that
/// `Bonjour {{ customer.first_name }},` never greets a gap.
///
/// # Errors
/// What is wrong with the text, for people.
pub fn fill(text: &str, known: &[&str], value: &dyn Fn(&str) -> String) -> Result<String, String> {
    let (mut filled, mut rest) = (String::new(), text);
    while let Some((before, behind)) = rest.split_once("{{") {
        let (name, after) = behind.split_once("}}").ok_or("a `{{` has no `}}`")?;
        let name = name.trim();
        if !known.contains(&name) {
            let offered: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
            let given: String = name.chars().take(40).collect();
            return Err(format!("there is no `{given}` here: use {}", offered.join(", ")));
        }
        filled.push_str(before);
        let said = value(name);
        rest = if said.trim().is_empty() { closed_up(&mut filled, after) } else { after };
        filled.push_str(said.trim());
    }
    filled.push_str(rest);
    Ok(filled)
}

/// What is wrong with the names in a text of a mail or page, for people.
#[must_use]
pub fn wrong_tags(text: &str) -> Option<String> {
    fill(text, &TEXT_TAGS, &|_| "x".to_owned()).err()
}

/// True when a text names the customer, who must be read from the directory then.
#[must_use]
pub fn names_the_customer(text: &str) -> bool {
    text.contains("customer.")
}

/// Takes away what only led to a name that is not known.
fn closed_up<'t>(before: &mut String, after: &'t str) -> &'t str {
    let kept = before.trim_end().trim_end_matches(',').len();
    let at_the_start = before.get(..kept).is_none_or(|kept| kept.trim().is_empty());
    if at_the_start {
        after.trim_start_matches([',', ' ', '\u{a0}'])
    } else {
        before.truncate(kept);
        after
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, name: &str) -> Result<String, String> {
        fill(text, &TEXT_TAGS, &|_| name.to_owned())
    }

    #[test]
    fn a_name_is_filled_in_once_and_never_read_again() {
        assert_eq!(
            said("Hello {{customer.first_name}}!", "{{ company }}").as_deref(),
            Ok("Hello {{ company }}!")
        );
    }

    #[test]
    fn a_name_that_is_not_known_leaves_no_gap() {
        let table = [
            ("Hello {{ customer.first_name }}", "Hello"),
            ("Bonjour {{ customer.first_name }},", "Bonjour,"),
            ("How was it, {{ customer.first_name }}?", "How was it?"),
            ("{{ customer.first_name }}, how was it?", "how was it?"),
            ("Your opinion on {{ task.type }} matters", "Your opinion on matters"),
        ];

        for (text, expected) in table {
            assert_eq!(said(text, "").as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_name_that_there_is_not_is_refused_with_those_that_there_are() {
        let reason = wrong_tags("Hello {{ customer.frist_name }}").unwrap_or_default();

        assert!(
            reason.starts_with("there is no `customer.frist_name` here: use `customer.first_name`"),
            "{reason}"
        );
        assert_eq!(wrong_tags("{{ date").as_deref(), Some("a `{{` has no `}}`"));
        assert_eq!(wrong_tags("Set {x} and 50 % of { this }"), None);
    }
}
