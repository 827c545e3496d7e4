//! Mails as their readers see them: how many, what they say, where their links lead.
//! The mails themselves are made by the product.

use relance::outbox::Letter;
use std::sync::Arc;

/// The mails of one mailbox, oldest first.
#[derive(Debug, Clone)]
pub struct Inbox(pub Vec<Arc<Letter>>);

impl Inbox {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The only mail; any other number stops the test.
    pub fn only(&self) -> &Letter {
        assert_eq!(self.len(), 1, "subjects: {:?}", self.subjects());
        &self.0[0]
    }

    /// The newest mail.
    pub fn newest(&self) -> &Letter {
        self.0.last().expect("a mail has arrived")
    }

    /// All subjects, oldest first.
    pub fn subjects(&self) -> Vec<&str> {
        self.0.iter().map(|letter| letter.subject.as_str()).collect()
    }
}

/// The first survey link of a mail, without a preselected value.
pub fn survey_link(letter: &Letter) -> String {
    let link = letter.links.iter().find(|link| link.contains("/s/")).expect("the mail has a survey link");
    link.split('?').next().unwrap().to_owned()
}

/// The unsubscribe link of a mail.
pub fn unsubscribe_link(letter: &Letter) -> String {
    letter.links.iter().find(|link| link.contains("/u/")).expect("the mail has an unsubscribe link").clone()
}
