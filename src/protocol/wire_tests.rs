//! Primitive types, as peers and disks may spoil them.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::{
    TaggedFields, WireError, get_array, get_int32, get_nullable_array, get_nullable_text,
    get_presence, get_tagged_fields, get_text, get_uuid, put_array, put_nullable_text, put_text,
    put_varint, required,
};

#[test]
fn texts_have_both_forms_of_length() {
    for (flexible, bytes) in [(true, &b"\x03ab"[..]), (false, &b"\x00\x02ab"[..])] {
        let mut buffer = Vec::new();
        put_text(&mut buffer, flexible, "ab").unwrap();
        assert_eq!(buffer, bytes);
        assert_eq!(get_text(&mut &buffer[..], flexible).as_deref(), Ok("ab"));
    }
}

#[test]
fn null_has_both_forms_and_is_refused_where_a_value_must_be() {
    for (flexible, bytes) in [(true, &[0_u8][..]), (false, &[0xff, 0xff][..])] {
        let mut buffer = Vec::new();
        put_nullable_text(&mut buffer, flexible, None).unwrap();
        assert_eq!(buffer, bytes);
        assert_eq!(get_nullable_text(&mut &buffer[..], flexible), Ok(None));
        assert_eq!(get_text(&mut &buffer[..], flexible), Err(WireError::Null));
    }
    assert_eq!(required(None::<i32>), Err(WireError::Null));
}

#[test]
fn a_text_longer_than_its_length_field_is_not_written() {
    let long = "x".repeat(40_000);
    assert_eq!(
        put_text(&mut Vec::new(), false, &long),
        Err(WireError::TooLong(40_000))
    );
    assert_eq!(put_text(&mut Vec::new(), true, &long), Ok(()));
}

#[test]
fn lengths_that_lie_are_refused_before_anything_is_allocated() {
    let bomb = [0xff, 0xff, 0xff, 0xff, 0x0f];
    let read = get_array(&mut &bomb[..], true, 4, get_int32);
    assert_eq!(read, Err(WireError::ArrayLength(0xffff_fffe)));
    assert_eq!(get_text(&mut &bomb[..], true), Err(WireError::Truncated));
    let read = get_nullable_array(&mut &[0xff, 0xff, 0xff, 0xfe][..], false, 4, get_int32);
    assert_eq!(read, Err(WireError::NegativeLength(-2)));
    assert_eq!(get_text(&mut &[2, 0xff][..], true), Err(WireError::NotText));
    assert_eq!(get_uuid(&mut &[0; 15][..]), Err(WireError::Truncated));
    assert_eq!(get_presence(&mut &[0][..]), Err(WireError::Presence(0)));
}

#[test]
fn arrays_are_read_back() {
    let mut buffer = Vec::new();
    put_array(&mut buffer, true, &[1, 2], |buffer, item| {
        super::put_int32(buffer, *item)
    })
    .unwrap();
    assert_eq!(buffer, [3, 0, 0, 0, 1, 0, 0, 0, 2]);
    assert_eq!(
        get_array(&mut &buffer[..], true, 4, get_int32),
        Ok(vec![1, 2])
    );
}

#[test]
fn varints_take_as_many_bytes_as_they_need() {
    for (value, bytes) in [
        (0, &[0][..]),
        (127, &[127]),
        (128, &[0x80, 1]),
        (u32::MAX, &[0xff, 0xff, 0xff, 0xff, 0xf]),
    ] {
        let mut buffer = Vec::new();
        put_varint(&mut buffer, value);
        assert_eq!(buffer, bytes);
        assert_eq!(super::get_varint(&mut &buffer[..]), Ok(value));
    }
}

#[test]
fn tagged_fields_are_written_in_order_and_unknown_ones_are_kept() {
    let unknown = BTreeMap::from([(7, Bytes::from_static(b"u"))]);
    let mut tags = TaggedFields::with_unknown(&unknown);
    tags.add(0, |buffer| super::put_int8(buffer, 5)).unwrap();
    let mut buffer = Vec::new();
    tags.write(&mut buffer).unwrap();
    assert_eq!(buffer, [2, 0, 1, 5, 7, 1, b'u']);

    let mut seen = 0;
    let kept = get_tagged_fields(&mut &buffer[..], |tag, bytes| {
        if tag != 0 {
            return Ok(false);
        }
        seen = super::get_int8(bytes)?;
        Ok(true)
    });
    assert_eq!((seen, kept), (5, Ok(unknown)));
}

#[test]
fn tagged_fields_that_lie_are_refused() {
    let cases: [(&[u8], WireError); 5] = [
        (&[65], WireError::TooManyTaggedFields(65)),
        (&[2, 3, 1, 9, 3, 1, 9], WireError::TagOrder(3)),
        (&[1, 0, 2, 1], WireError::Truncated),
        (&[1, 0, 2, 1, 2], WireError::TagLength(0)),
        (&[1, 0, 0], WireError::Truncated),
    ];
    for (bytes, error) in cases {
        let read = get_tagged_fields(&mut &*bytes, |_, bytes| {
            super::get_int8(bytes)?;
            Ok(true)
        });
        assert_eq!(read, Err(error));
    }
}
