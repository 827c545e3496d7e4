//! What every store of records promises (R6.4): each sentence runs on the memory adapter, which all other tests
//! trust, and on the DynamoDB adapter over the embedded engine. What only one adapter does is tested beside it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]

/// Makes one test of each sentence for each store.
macro_rules! on_every_store {
    ($($sentence:ident),+ $(,)?) => {
        mod on_memory {
            $(#[tokio::test]
            async fn $sentence() {
                super::$sentence(crate::store::Store::memory()).await;
            })+
        }
        mod on_the_engine {
            $(#[tokio::test]
            async fn $sentence() {
                super::$sentence(crate::store::Store::engine().await).await;
            })+
        }
    };
}

mod commit;
mod due;
mod health;
mod model;
mod race;
mod read;
mod store;
mod whole;
