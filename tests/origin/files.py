"""JPEG files in parts: segments put in, camera EXIF, XMP, Content Credentials, and filler as makers of ID photos do it."""

import random
import struct

SOI, EOI = b"\xff\xd8", b"\xff\xd9"
MEITU = (
    '{"BeautyInfo":{"IsBeauty":%s},"FaceliftInfo":{"IsChangeThinFace":%s,"IsChangeEyeLift":false},'
    '"FilterInfo":{"IsUseFilter":%s},"ARInfo":{"IsUseAR":false},"HandlerInfo":{"AppName":2}}'
)
DOUYIN = '{"data":{"pictureId":"738298be","appversion":"8.0.0","filterId":"","product":"retouch"},"source_type":"douyin_beauty_me"}'
AIGC = '{"Label":"%s","ContentProducer":"00119144030071526726XG00000","ProduceID":"7f3a","ReservedCode1":"","ContentPropagator":"","PropagateID":"","ReservedCode2":""}'
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def put_in(jpeg: bytes, *segments: bytes) -> bytes:
    """After the application segments that are there."""
    at = 2
    while jpeg[at] == 0xFF and 0xE0 <= jpeg[at + 1] <= 0xEF:
        at += 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
    return jpeg[:at] + b"".join(segments) + jpeg[at:]


def tiff(main: list[tuple[int, int, bytes]], exif: list[tuple[int, int, bytes]], thumbnail: bytes = b"") -> bytes:
    """A little-endian block of directory 0, the EXIF directory and, of a thumbnail, directory 1; entries are tag, type, value."""
    sizes = {2: 1, 3: 2, 4: 4, 5: 8, 7: 1}

    def directory(entries, at, following=0):
        head, tail = struct.pack("<H", len(entries)), b""
        start = at + 2 + 12 * len(entries) + 4
        for tag, kind, value in sorted(entries):
            count = len(value) // sizes[kind]
            if len(value) <= 4:
                place = value.ljust(4, b"\0")
            else:
                place = struct.pack("<I", start + len(tail))
                tail += value + b"\0" * (len(value) % 2)
            head += struct.pack("<HHI", tag, kind, count) + place
        return head + struct.pack("<I", following) + tail

    def number(value):
        return struct.pack("<I", value)

    exif_at = 8 + len(directory([*main, (0x8769, 4, number(0))], 8))
    exif_block = directory(exif, exif_at)
    second_at = exif_at + len(exif_block)
    first = directory([*main, (0x8769, 4, number(exif_at))], 8, second_at if thumbnail else 0)
    # Compression, place and length (EXIF 2.32, 4.6.8): three entries of twelve bytes.
    place = second_at + 2 + 3 * 12 + 4
    second = [(0x103, 3, struct.pack("<H", 6)), (0x201, 4, number(place)), (0x202, 4, number(len(thumbnail)))]
    block = b"II*\0" + number(8) + first + exif_block
    return block + directory(second, second_at) + thumbnail if thumbnail else block


def text(words: str) -> bytes:
    return words.encode() + b"\0"


def camera(size: tuple[int, int], comment: str = "", lens: str = "", focal_35mm: int = 90, thumbnail: bytes = b"") -> bytes:
    """The EXIF segment of a photo from afar: the portraits fill their pictures."""
    main = [(0x10F, 2, text("Xiaomi")), (0x110, 2, text("M2102J2SC")), (0x131, 2, text("M2102J2SC-user 13")),
            (0x132, 2, text("2026:05:07 09:33:04")), (0x112, 3, struct.pack("<H", 1))]
    exif = [(0x9003, 2, text("2026:05:07 09:33:04")), (0xA405, 3, struct.pack("<H", focal_35mm)),
            (0xA002, 4, struct.pack("<I", size[0])), (0xA003, 4, struct.pack("<I", size[1])),
            (0x927C, 7, b"Xiaomi\0" + bytes(range(60)))]
    if comment:
        exif.append((0x9286, 7, b"ASCII\0\0\0" + comment.encode()))
    if lens:
        exif.append((0xA434, 2, text(lens)))
    return segment(0xE1, b"Exif\0\0" + tiff(main, exif, thumbnail))


def as_phone(jpeg: bytes, exif: bytes) -> bytes:
    """Pillow's file as a phone writes it: EXIF first, no JFIF."""
    assert jpeg[2:4] == b"\xff\xe0"
    length = struct.unpack(">H", jpeg[4:6])[0]
    return SOI + exif + jpeg[4 + length :]


def xmp(body: str, attributes: str = "") -> bytes:
    packet = (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        f'{attributes}>{body}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet.encode())


def aigc(label: str) -> bytes:
    return xmp(f"<TC260:AIGC>{(AIGC % label).replace(chr(34), '&quot;')}</TC260:AIGC>")


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def cbor(value) -> bytes:
    def head(major, number):
        return struct.pack(">BH", major << 5 | 25, number)

    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    return head(5, len(value)) + b"".join(cbor(part) for pair in value.items() for part in pair)


def c2pa(action: str, source_type: str, generator: str) -> bytes:
    """A manifest store with a claim and one action, unsigned, over two segments as long stores are."""

    def superbox(label, *content, uuid=b"c2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71"):
        return box(b"jumb", box(b"jumd", uuid + b"\x03" + label.encode() + b"\0") + b"".join(content))

    actions = {"actions": [{"action": action, "digitalSourceType": SOURCE_TYPE + source_type}]}
    claim = {"claim_generator": generator, "dc:format": "image/jpeg", "filler": "x" * 3000}
    manifest = superbox(
        "urn:uuid:1",
        superbox("c2pa.assertions", superbox("c2pa.actions", box(b"cbor", cbor(actions)))),
        superbox("c2pa.claim", box(b"cbor", cbor(claim))),
    )
    store = superbox("c2pa", manifest)
    head, cut = store[:8], len(store) // 2
    parts = [store[:cut], head + store[cut:]]
    return b"".join(segment(0xEB, b"JP" + struct.pack(">HI", 1, at + 1) + part) for at, part in enumerate(parts))


def resources(*ids: int) -> bytes:
    body = b"".join(b"8BIM" + struct.pack(">HHI", id, 0, 8) + b"\0" * 8 for id in ids)
    return segment(0xED, b"Photoshop 3.0\0" + body)


def noise(length: int) -> bytes:
    return random.Random(length).randbytes(length)


# Filler of 20 KB and more, and of 1 KB: name to how it is put into a file.
PADDING = {
    "zeros after the end": lambda jpeg: jpeg + bytes(20_000),
    "spaces after the end": lambda jpeg: jpeg + b" " * 20_000,
    "noise after the end": lambda jpeg: jpeg + noise(20_000),
    "a repeated text after the end": lambda jpeg: jpeg + b"idphoto-padding;" * 1300,
    "1 KB of zeros after the end": lambda jpeg: jpeg + bytes(1024),
    "zeros up to 50 KiB": lambda jpeg: jpeg.ljust((len(jpeg) // 51_200 + 1) * 51_200, b"\0"),
    "zeros in comments": lambda jpeg: put_in(jpeg, segment(0xFE, bytes(30_000)), segment(0xFE, bytes(30_000))),
    "noise in a comment": lambda jpeg: put_in(jpeg, segment(0xFE, noise(20_000))),
    "letters in a comment": lambda jpeg: put_in(jpeg, segment(0xFE, b"abcdefghij" * 2000)),
    "zeros in APP15": lambda jpeg: put_in(jpeg, segment(0xEF, bytes(40_000))),
    "noise in APP9, no camera": lambda jpeg: put_in(without_exif(jpeg), segment(0xE9, noise(40_000))),
    "fill between segments": lambda jpeg: put_in(jpeg, b"\xff" * 20_000),
    "tables a hundred times": lambda jpeg: put_in(jpeg, segment(0xDB, b"\0" + bytes(range(1, 65))) * 300),
}


def without_exif(jpeg: bytes) -> bytes:
    assert jpeg[2:4] == b"\xff\xe1"
    return SOI + jpeg[4 + struct.unpack(">H", jpeg[4:6])[0] :]


# Records put in: name, the check that must see them, how, and whether they are a fault.
RECORDS = {
    "Photoshop's resources": ("original-file", lambda jpeg: put_in(jpeg, resources(0x0425, 0x0406, 0x0421)), True),
    "Meitu JSON, retouched": ("original-file", lambda jpeg: recommented(jpeg, MEITU % ("true", "true", "false")), True),
    "ByteDance JSON in a comment": ("original-file", lambda jpeg: put_in(jpeg, segment(0xFE, DOUYIN.encode())), True),
    "C2PA: edited": ("original-file", lambda jpeg: put_in(jpeg, c2pa("c2pa.color_adjustments", "digitalCapture", "cam")), True),
    "AIGC label 1 in XMP": ("not-generated", lambda jpeg: put_in(jpeg, aigc("1")), True),
    "AIGC label 2 in XMP": ("not-generated", lambda jpeg: put_in(jpeg, aigc("2")), True),
    "AIGC label in UserComment": ("not-generated", lambda jpeg: recommented(jpeg, '{"AIGC":%s}' % (AIGC % "1")), True),
    "AIGC label after the end": ("not-generated", lambda jpeg: jpeg + aigc("1")[33:], True),
    "DigitalSourceType: model": ("not-generated", lambda jpeg: put_in(jpeg, source("trainedAlgorithmicMedia")), True),
    "DigitalSourceType: in part": ("not-generated", lambda jpeg: put_in(jpeg, source("compositeWithTrainedAlgorithmicMedia")), True),
    "C2PA: made by a model": ("not-generated", lambda jpeg: put_in(jpeg, c2pa("c2pa.created", "trainedAlgorithmicMedia", "x")), True),
    "Stable Diffusion settings": ("not-generated", lambda jpeg: recommented(jpeg, "a man\nSteps: 20, Sampler: Euler a, CFG scale: 7"), True),
    "front camera": ("not-selfie", lambda jpeg: recommented(jpeg, "", "iPhone 13 front camera 2.71mm f/2.2"), True),
    "Meitu JSON, nothing done": ("original-file", lambda jpeg: recommented(jpeg, MEITU % ("false", "false", "false")), False),
    "C2PA: taken by a camera": ("not-generated", lambda jpeg: put_in(jpeg, c2pa("c2pa.created", "computationalCapture", "cam")), False),
    "what iOS writes": ("original-file", lambda jpeg: put_in(jpeg, resources(0x0425)), False),
    "a motion clip after the end": ("no-padding", lambda jpeg: jpeg + box(b"ftyp", b"mp42\0\0\0\0isom") + noise(9000), False),
    "a second picture after the end": ("no-padding", lambda jpeg: jpeg + jpeg, False),
    "no EXIF at all": ("original-file", without_exif, False),
}


def source(kind: str) -> bytes:
    return xmp("", f'Iptc4xmpExt:DigitalSourceType="{SOURCE_TYPE}{kind}"')


def recommented(jpeg: bytes, comment: str, lens: str = "") -> bytes:
    """The camera's EXIF anew, with a comment."""
    rest = without_exif(jpeg)
    return SOI + camera((480, 640), comment, lens) + rest[2:]
