"""Small real recordings, pictures and captions, made here: no test needs a file of its own."""

import io
import struct
import wave
import zlib

__all__ = ["MP3_FRAME_SECONDS", "SRT", "mp3", "png", "wav"]

MP3_FRAME_SECONDS = 1152 / 44100
SRT = """\
1
00:00:00,000 --> 00:00:02,500
Water begins to <i>sing</i>.

2
00:00:02,500 --> 00:00:05,000
Tea & <milk>
on a second line
"""


def mp3(seconds: float) -> bytes:
    """Return silence: frames of MPEG-1 layer III, 128 kbit/s, 44.1 kHz, with empty side info."""
    frame = b"\xff\xfb\x90\x64".ljust(417, b"\0")
    return frame * round(seconds / MP3_FRAME_SECONDS)


def wav(seconds: float) -> bytes:
    """Return silence as PCM, 8 kHz, 8 bits."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * round(8000 * seconds))
    return out.getvalue()


def png(width: int, height: int, color: tuple[int, int, int] = (40, 90, 120)) -> bytes:
    """Return a picture of one color."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + bytes(color) * width) * height
    pieces = (b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in pieces)
