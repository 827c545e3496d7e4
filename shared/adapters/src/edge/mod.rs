//! What functions share where they meet the world: queue batches, HTTP answers that are not the happy ones,
//! uploaded pictures.
//! Routes and bodies are each function's own.

#[cfg(feature = "lambda")]
pub mod batch;
#[cfg(feature = "http")]
pub mod http;
#[cfg(feature = "pictures")]
mod picture;

#[cfg(feature = "pictures")]
pub use picture::Pictures;
