//! What functions share where they meet the world: queue batches, HTTP answers that are not the happy ones.
//! Routes and bodies are each function's own.

#[cfg(feature = "lambda")]
pub mod batch;
#[cfg(feature = "http")]
pub mod http;
