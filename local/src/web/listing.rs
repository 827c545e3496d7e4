//! `GET /local/outbox.json` and `GET /local/sms.json`: lines of a log as one JSON array, newest first, read as they are sent:
//! an outbox of any size costs no memory. Who may read them is decided beside this.

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use http_body::{Body as HttpBody, Frame};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Lines that are sent together.
const TOGETHER: usize = 16;

/// Reads one line, by its number.
pub(super) type ReadLine = Box<dyn Fn(usize) -> io::Result<Vec<u8>> + Send>;

/// What is left to be sent.
struct LinesLeft {
    /// Lines before this number; nothing when the array is closed.
    before: Option<usize>,
    begun: bool,
    read: ReadLine,
}

/// Lists the lines before a number.
pub(super) fn listing(before: usize, read: ReadLine) -> Response {
    let body = Body::new(LinesLeft { before: Some(before), begun: false, read });
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

impl LinesLeft {
    fn next(&mut self, before: usize) -> io::Result<Vec<u8>> {
        let first = before.saturating_sub(TOGETHER);
        let mut told = Vec::new();
        for number in (first..before).rev() {
            told.push(if self.begun { b',' } else { b'[' });
            self.begun = true;
            told.extend((self.read)(number)?);
        }
        self.before = (first > 0).then_some(first);
        if first == 0 {
            told.extend_from_slice(if self.begun { b"]" } else { b"[]" });
        }
        Ok(told)
    }
}

impl HttpBody for LinesLeft {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let Some(before) = self.before.take() else { return Poll::Ready(None) };
        Poll::Ready(Some(self.next(before).map(|told| Frame::data(told.into()))))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    async fn told(lines: usize) -> String {
        let answer = listing(lines, Box::new(|number| Ok(number.to_string().into_bytes())));
        String::from_utf8(axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec())
            .unwrap()
    }

    #[tokio::test]
    async fn lines_are_listed_newest_first_however_many_there_are() {
        assert_eq!(told(0).await, "[]");
        assert_eq!(told(3).await, "[2,1,0]");
        for many in [TOGETHER, TOGETHER + 1, 10 * TOGETHER] {
            let numbers: Vec<usize> = serde_json::from_str(&told(many).await).unwrap();
            assert_eq!(numbers, (0..many).rev().collect::<Vec<_>>());
        }
    }
}
