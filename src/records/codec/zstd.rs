//! Zstandard. Contexts are kept per thread: making one costs more than a 16 KiB batch.

use std::cell::Cell;

use zstd::zstd_safe::{
    CCtx, CParameter, DCtx, DParameter, ErrorCode, InBuffer, OutBuffer, ResetDirective,
    get_error_name, zstd_sys::ZSTD_EndDirective,
};

use super::{BoundedSink, CodecError, EncodeError};
use crate::attributes::Compression;

/// Accepts what every level of Java's writer makes; the window is 128 MiB at most.
const WINDOW_LOG_MAX: u32 = 27;
/// The highest level whose tables follow from a window of 8 MiB.
const HIGHEST_MODEST_LEVEL: i32 = 19;
/// The window of the levels above: their own choice of up to 128 MiB would cost each thread most of a gigabyte, and a
/// batch rarely reaches back that far.
const WRITTEN_WINDOW_LOG_MAX: u32 = 23;
/// A context that has grown past this is freed instead of kept.
const KEPT_CONTEXT_BYTES: usize = 4 << 20;
const OUTPUT_STEP_BYTES: usize = 16 * 1024;

thread_local! {
    static DECOMPRESSION: Cell<Option<DCtx<'static>>> = const { Cell::new(None) };
    static COMPRESSION: Cell<Option<CCtx<'static>>> = const { Cell::new(None) };
}

pub(crate) struct ZstdDecoder<'a> {
    input: InBuffer<'a>,
    input_bytes: usize,
    /// Returned to the thread on drop, hence the option.
    context: Option<DCtx<'static>>,
    mid_frame: bool,
}

impl<'a> ZstdDecoder<'a> {
    pub(super) fn new(input: &'a [u8]) -> Result<Self, CodecError> {
        let context = match DECOMPRESSION.take() {
            Some(context) => context,
            None => {
                let mut context =
                    DCtx::try_create().ok_or_else(|| corrupt("no memory for a context"))?;
                context
                    .set_parameter(DParameter::WindowLogMax(WINDOW_LOG_MAX))
                    .map_err(named)?;
                context
            }
        };
        Ok(Self {
            input: InBuffer::around(input),
            input_bytes: input.len(),
            context: Some(context),
            mid_frame: true,
        })
    }

    pub(super) fn read(&mut self, out: &mut [u8]) -> Result<usize, CodecError> {
        let Some(context) = &mut self.context else {
            return Ok(0);
        };
        let mut output = OutBuffer::around(out);
        loop {
            let consumed = self.input.pos();
            if consumed == self.input_bytes && !self.mid_frame {
                return Ok(0);
            }
            let hint = context
                .decompress_stream(&mut output, &mut self.input)
                .map_err(named)?;
            self.mid_frame = hint != 0;
            if output.pos() > 0 || output.capacity() == 0 {
                return Ok(output.pos());
            }
            if self.mid_frame
                && self.input.pos() == self.input_bytes
                && self.input.pos() == consumed
            {
                return Err(corrupt("the stream ends in the middle of a frame"));
            }
        }
    }
}

impl Drop for ZstdDecoder<'_> {
    fn drop(&mut self) {
        if let Some(mut context) = self.context.take()
            && context.sizeof() <= KEPT_CONTEXT_BYTES
            && context.reset(ResetDirective::SessionOnly).is_ok()
        {
            DECOMPRESSION.set(Some(context));
        }
    }
}

pub(crate) struct ZstdEncoder {
    context: Option<CCtx<'static>>,
    output: Vec<u8>,
    sink: BoundedSink,
}

impl ZstdEncoder {
    pub(super) fn new(level: i32, sink: BoundedSink) -> Result<Self, EncodeError> {
        let context = COMPRESSION.take().or_else(CCtx::try_create);
        let mut context =
            context.ok_or_else(|| EncodeError::Codec(corrupt("no memory for a context")))?;
        context
            .reset(ResetDirective::SessionAndParameters)
            .map_err(refused)?;
        context
            .set_parameter(CParameter::CompressionLevel(level))
            .map_err(refused)?;
        if level > HIGHEST_MODEST_LEVEL {
            context
                .set_parameter(CParameter::WindowLog(WRITTEN_WINDOW_LOG_MAX))
                .map_err(refused)?;
        }
        Ok(Self {
            context: Some(context),
            output: Vec::with_capacity(OUTPUT_STEP_BYTES),
            sink,
        })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        let mut input = InBuffer::around(bytes);
        while input.pos() < bytes.len() {
            self.step(&mut input, ZSTD_EndDirective::ZSTD_e_continue)?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Vec<u8>, EncodeError> {
        let mut input = InBuffer::around(&[]);
        while self.step(&mut input, ZSTD_EndDirective::ZSTD_e_end)? != 0 {}
        Ok(std::mem::replace(&mut self.sink, BoundedSink::new(0)).into_bytes())
    }

    fn step(
        &mut self,
        input: &mut InBuffer<'_>,
        directive: ZSTD_EndDirective,
    ) -> Result<usize, EncodeError> {
        let Some(context) = &mut self.context else {
            return Ok(0);
        };
        self.output.clear();
        let mut output = OutBuffer::around(&mut self.output);
        let remaining = context
            .compress_stream2(&mut output, input, directive)
            .map_err(refused)?;
        self.sink.push(&self.output)?;
        Ok(remaining)
    }
}

impl Drop for ZstdEncoder {
    fn drop(&mut self) {
        if let Some(context) = self.context.take()
            && context.sizeof() <= KEPT_CONTEXT_BYTES
        {
            COMPRESSION.set(Some(context));
        }
    }
}

fn corrupt(reason: impl ToString) -> CodecError {
    CodecError::new(Compression::Zstd, reason)
}

fn named(code: ErrorCode) -> CodecError {
    corrupt(get_error_name(code))
}

fn refused(code: ErrorCode) -> EncodeError {
    EncodeError::Codec(named(code))
}
