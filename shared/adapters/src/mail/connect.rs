//! What a failed request of an AWS client proves about the connection.
//! What it means for a mail is each transport's own table.

use aws_sdk_error::ConnectorError;
use std::error::Error;

#[cfg(not(feature = "ses"))]
use aws_sdk_pinpointsmsvoicev2::error as aws_sdk_error;
#[cfg(feature = "ses")]
use aws_sdk_sesv2::error as aws_sdk_error;

/// Whether the connection never stood, so that no byte left. Every other failure, a time-out too, may have come after the
/// service had read it all.
pub(super) fn never_connected(error: &ConnectorError) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(client) = error.downcast_ref::<hyper_util::client::legacy::Error>() {
            return client.is_connect();
        }
        cause = error.source();
    }
    false
}
