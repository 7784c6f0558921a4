//! The text form of ids: Kafka writes a UUID as 22 characters of URL-safe base64 without padding.

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use uuid::Uuid;

/// The topic of the metadata log, which no client can create.
pub const METADATA_TOPIC: &str = "__cluster_metadata";
/// The id of `__cluster_metadata`, the same in every cluster.
pub const METADATA_TOPIC_ID: Uuid = Uuid::from_u128(1);

/// How many of the smallest ids Kafka sets aside for directories with a special meaning.
const RESERVED_IDS: u128 = 100;

/// Longer texts are refused unread, as Kafka does: 16 bytes make 22 characters, or 24 with padding.
const LONGEST_TEXT: usize = 24;

/// Kafka writes no padding and reads either form.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UuidTextError {
    /// More characters than 16 bytes can take.
    #[error("an id has 22 characters, this text has {0}")]
    TooLong(usize),
    /// A character outside of the alphabet.
    #[error("`{0}` is not URL-safe base64")]
    NotBase64(String),
    /// Base64 of something else.
    #[error("`{text}` stands for {bytes} bytes, an id has 16")]
    NotAnId {
        /// What was given.
        text: String,
        /// How many bytes it stands for.
        bytes: usize,
    },
}

/// Writes an id as Kafka's tools print it.
#[must_use]
pub fn to_text(id: &Uuid) -> String {
    ENGINE.encode(id.as_bytes())
}

/// Reads an id as Kafka's tools take it.
///
/// # Errors
/// If the text does not stand for 16 bytes.
pub fn parse(text: &str) -> Result<Uuid, UuidTextError> {
    if text.len() > LONGEST_TEXT {
        return Err(UuidTextError::TooLong(text.chars().count()));
    }
    let bytes = ENGINE
        .decode(text)
        .map_err(|_| UuidTextError::NotBase64(text.to_owned()))?;
    Uuid::from_slice(&bytes).map_err(|_| UuidTextError::NotAnId {
        text: text.to_owned(),
        bytes: bytes.len(),
    })
}

/// Whether a random id may be given to a topic, directory, cluster or incarnation.
///
/// The first hundred have a meaning of their own, and one that begins with a dash looks like an option on a command
/// line.
#[must_use]
pub fn is_assignable(id: &Uuid) -> bool {
    id.as_u128() >= RESERVED_IDS && !to_text(id).starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::{METADATA_TOPIC_ID, UuidTextError, is_assignable, parse, to_text};
    use uuid::Uuid;

    #[test]
    fn the_metadata_topic_has_the_text_that_tools_show() {
        assert_eq!(to_text(&METADATA_TOPIC_ID), "AAAAAAAAAAAAAAAAAAAAAQ");
    }

    #[test]
    fn text_is_read_with_and_without_padding() {
        let id = Uuid::from_u128(0xfbff_0123_4567_89ab_cdef_0123_4567_89ab);
        let text = to_text(&id);
        assert_eq!(text.len(), 22);
        assert_eq!(parse(&text), Ok(id));
        assert_eq!(parse(&format!("{text}==")), Ok(id));
    }

    #[test]
    fn other_texts_are_refused() {
        assert_eq!(
            parse("AAAAAAAAAAAAAAAAAAAAAAAAA"),
            Err(UuidTextError::TooLong(25))
        );
        assert_eq!(parse("a+b/"), Err(UuidTextError::NotBase64("a+b/".into())));
        assert_eq!(
            parse("AAAA"),
            Err(UuidTextError::NotAnId {
                text: "AAAA".into(),
                bytes: 3
            })
        );
        assert!(parse("").is_err());
    }

    #[test]
    fn reserved_ids_and_those_that_look_like_options_are_not_assigned() {
        assert!(!is_assignable(&Uuid::nil()));
        assert!(!is_assignable(&Uuid::from_u128(99)));
        assert!(
            !is_assignable(&Uuid::from_u128(0xf8 << 120)),
            "its text begins with a dash"
        );
        assert!(is_assignable(&Uuid::from_u128(1 << 100)));
    }
}
