"""The kinds of cases that tell parsers of JSON apart: a table of our own, in the spirit of the public suites.

Each form is the bytes of one value, or of what somebody may take for one.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Answer: TypeAlias = Literal["valid", "invalid"]


class Form(NamedTuple):
    """A form: what it is called, its bytes, and whether they are a value of JSON.

    ``is_open`` says that RFC 8259 leaves the answer to parsers: then it is the project's own. ``alone`` is the answer
    for a whole document, where that is another one. ``codec`` is how the whole text is encoded.
    """

    name: str
    data: bytes
    answer: Answer
    is_open: bool = False
    alone: Answer | None = None
    codec: str = "utf-8"


_Rows: TypeAlias = dict[str, str | bytes]


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode(errors="surrogatepass")


def _forms(kind: str, answer: Answer, rows: _Rows, *, is_open: bool = False, alone: Answer | None = None) -> list[Form]:
    return [Form(f"{kind}: {name}", _bytes(text), answer, is_open, alone) for name, text in rows.items()]


_NUMBERS = _forms("number", "valid", {
    "zero": "0", "minus zero": "-0", "minus zero with a fraction": "-0.0", "minus zero with an exponent": "-0e+1",
    "one digit": "7", "many digits": "1234567890", "negative": "-12", "fraction": "0.5", "fraction of zeros": "1.000",
    "exponent": "1e3", "capital exponent": "1E3", "exponent with plus": "1e+3", "exponent with minus": "1E-3",
    "exponent of zero": "0e0", "exponent with leading zeros": "1e-007", "fraction and exponent": "-1.25e2",
    "largest safe integer": "9007199254740991", "one more than that": "9007199254740992",
    "an integer that doubles do not have": "9007199254740993", "largest of 64 bits": "18446744073709551615",
    "one more than 64 bits": "18446744073709551616", "less than 64 bits have": "-9223372036854775809",
    "thirty digits": "123456789012345678901234567890", "three hundred digits": "9" * 300,
    "a thousand digits after the point": "0." + "1" * 1000, "largest double": "1.7976931348623157e308",
    "smallest double": "5e-324", "negative and tiny": "-2.2e-308",
})  # fmt: skip
_OPEN_NUMBERS = _forms("number", "valid", {
    "smaller than any double": "1e-400", "an exponent of many digits": "1e-99999999999",
    "zero with a huge exponent": "0e99999",
}, is_open=True) + _forms("number", "invalid", {
    "larger than any double": "1e400", "negative and larger": "-1e400", "four hundred digits": "9" * 400,
    "rounded up beyond doubles": "1.7976931348623159e308", "a huge exponent": "1E99999999999",
}, is_open=True)  # fmt: skip
_NO_NUMBERS = _forms("number", "invalid", {
    "leading zero": "01", "two zeros": "00", "minus and a leading zero": "-012", "leading zero and fraction": "00.5",
    "leading plus": "+1", "minus alone": "-", "plus alone": "+", "two minuses": "--1",
    "minus and plus": "-+1", "point at the end": "1.", "point at the beginning": ".5", "minus and point": "-.5",
    "point alone": ".", "two points": "1.2.3", "point and exponent": "1.e3", "zero point exponent": "0.e1",
    "exponent without digits": "1e", "exponent with a sign alone": "1e+", "exponent with a fraction": "1e1.5",
    "two exponents": "1e2e3", "exponent alone": "e3", "capital exponent without digits": "0E", "hexadecimal": "0x1F",
    "octal": "0o17", "binary": "0b1", "underscore": "1_000", "comma of thousands": "1,000,", "suffix": "10L",
    "minus at the end": "1-", "sum": "1+2", "NaN": "NaN", "lower case nan": "nan", "minus NaN": "-NaN",
    "Infinity": "Infinity", "minus Infinity": "-Infinity", "plus Infinity": "+Infinity", "inf": "inf",
    "minus and a word": "-foo", "full-width digit": "１", "a full-width digit after another": "1２",
    "Arabic digit": "٣",
    "minus sign of typography": "−1", "superscript": "2²", "fraction of one character": "½",
    "digits and letters": "12ab", "space within": "1 000", "dollar": "$5", "percent": "5%",
})  # fmt: skip

_STRINGS = _forms("string", "valid", {
    "empty": '""', "letters": '"abc"', "escaped quote": r'"\""', "escaped backslash": r'"\\"', "escaped slash": r'"\/"',
    "slash as it is": '"/"', "backspace": r'"\b"', "form feed": r'"\f"', "line feed": r'"\n"',
    "carriage return": r'"\r"', "tab": r'"\t"', "small hexadecimal": r'"\u00e9"', "capital hexadecimal": r'"\u00E9"',
    "escaped letter": r'"\u0061"', "escaped NUL": r'"\u0000"', "NUL between letters": r'"a\u0000b"',
    "escaped control character": r'"\u001f"', "escaped DEL": r'"\u007F"', "DEL as it is": '"\x7f"',
    "controls of the upper half": '"\x80\x9f"', "no-break space": '"\u00a0"', "two bytes": '"é"', "three bytes": '"€"',
    "four bytes": '"😀"', "last code point": '"\U0010ffff"', "a pair of escapes": r'"\ud83d\ude00"',
    "a pair in capitals": r'"\uD83D\uDE00"', "two pairs": r'"\ud83d\ude00\ud83d\ude01"',
    "escaped backslashes before u": r'"\\u0061\\ud800"', "line separator": '"\u2028"',
    "paragraph separator": '"\u2029"', "escaped separator": r'"\u2028"', "noncharacter": '"\uffff"',
    "escaped noncharacter": r'"\uFFFE"', "noncharacter of another plane": '"\U0001fffe"',
    "byte order mark inside": '"a\ufeffb"', "byte order mark first": '"\ufeff"', "escaped mark": r'"\uFEFF"',
    "private use": '"\ue000"', "combining": '"e\u0301"', "right to left override": '"\u202eabc"',
    "zero width joiner": '"\u200d"', "replacement character": '"\ufffd"', "what looks like a comment": '"/* // # */"',
    "brackets": '"[{}]"', "comma and colon": '",:"', "quotes of typography": '"“a”"', "apostrophe": '"\'"',
    "what looks like markup": '"</script><!--"', "colon escaped": r'"a\u003ab"', "many characters": f'"{"x" * 3000}"',
    "ends with an escaped backslash": r'"a\\"', "ends with an escaped quote": r'"a\""',
})  # fmt: skip
_OPEN_STRINGS = _forms("string", "invalid", {
    "high half alone": r'"\ud800"', "low half alone": r'"\udc00"', "halves reversed": r'"\ude00\ud83d"',
    "high half and a letter": r'"\ud83dx"', "high half and an escape": r'"\ud83d\n"',
    "high half twice": r'"\ud83d\ud83d"', "high half and another escape": r'"\ud83d\u0061"',
    "a pair and half of one": r'"\ud83d\ude00\ud83d"', "low half after a pair": r'"\ud83d\ude00\ude00"',
    "halves with a character between": r'"\ud83d \ude00"', "high half and an escaped backslash": r'"\ud83d\\ude00"',
}, is_open=True)  # fmt: skip
_NO_STRINGS = _forms("string", "invalid", {
    "bad escape": r'"\x41"', "escaped apostrophe": r'''"\'"''', "escaped digit": r'"\0"', "escaped a": r'"\a"',
    "escaped space": r'"\ "', "escaped capital": r'"\N"', "escaped v": r'"\v"', "escaped e": r'"\e"',
    "escaped character of two bytes": '"\\é"', "escaped emoji": '"\\😀"', "capital U": r'"\U0061"',
    "no digits": r'"\u"',
    "one digit": r'"\u0"', "three digits": r'"\u006"', "letters that are no digits": r'"\u00zz"', "braces": r'"\u{61}"',
    "minus in digits": r'"\u-061"', "space in digits": r'"\u 061"', "x in digits": r'"\u0x61"',
    "full-width digits in an escape": '"\\u００６１"', "half of a second escape": r'"\ud83d\ude0"',
    "tab as it is": '"\t"',
    "line feed as it is": '"a\nb"', "carriage return as it is": '"a\rb"', "line end of Windows": '"a\r\nb"',
    "NUL": '"\0"', "escape character": '"\x1b[31m"', "unit separator": '"\x1f"', "form feed as it is": '"\f"',
    "record separator": '"a\x1eb"', "backspace as it is": '"\b"', "escaped line feed": '"a\\\nb"',
    "opening quote alone": '"', "no closing quote": '"abc', "backslash at the end": '"\\', "escape at the end": '"\\"',
    "cut escape": '"\\u00', "no opening quote": 'abc"', "single quotes": "'abc'", "backquotes": "`abc`",
    "between quotes of typography": "“abc”", "full-width quotes": "＂abc＂", "three quotes": '"""abc"""',
    "two strings": '"a""b"', "two strings with a space": '"a" "b"', "prefix": 'r"a"', "sum": '"a"+"b"',
})  # fmt: skip
_NO_UTF8 = _forms("encoding", "invalid", {
    "lone continuation byte": b'"\x80"', "lone byte of two": b'"\xc3"', "two bytes of three": b'"\xe2\x82"',
    "three bytes of four": b'"\xf0\x9f\x98"', "overlong slash": b'"\xc0\xaf"', "overlong NUL": b'"\xc0\x80"',
    "overlong in three bytes": b'"\xe0\x80\xaf"', "overlong in four bytes": b'"\xf0\x80\x80\xaf"',
    "high half in UTF-8": b'"\xed\xa0\x80"', "low half in UTF-8": b'"\xed\xb0\x80"',
    "CESU-8": b'"\xed\xa0\xbd\xed\xb8\x80"', "beyond the last code point": b'"\xf4\x90\x80\x80"',
    "five bytes": b'"\xf8\x88\x80\x80\x80"', "byte FE": b'"\xfe"', "byte FF": b'"\xff"', "Latin-1": b'"\xe9t\xe9"',
    "Windows-1252": b'"\x93a\x94"', "outside of a string": b"1\xe9", "escaped bad byte": b'"\\\xe9"',
    "bad byte in an escape": b'"\\u00\xe5"', "UTF-16 inside": b'"a\x00b\x00"', "Shift JIS": b'"\x93\xfa\x96{"',
    "bad byte in a name": b'{"\xff": 1}', "bad byte before a value": b"\xff1",
})  # fmt: skip

_MANY_MEMBERS = ",".join(f'"n{i}":{i}' for i in range(1000)).join("{}")
_STRUCTURES = _forms("structure", "valid", {
    "empty array": "[]", "empty object": "{}", "array in array": "[[]]", "object in object": '{"a":{}}',
    "array of each kind": '[null,true,false,1,"a",[],{}]', "object of each kind": '{"a":null,"b":[],"c":{},"d":1.5}',
    "empty name": '{"":0}', "name of a space": '{" ":0}', "name of an escape": r'{"\u0061":0}',
    "name of a NUL": r'{"\u0000":0}', "name of an emoji": '{"😀":0}', "name of a prototype": '{"__proto__":0}',
    "names that differ in case": '{"a":1,"A":2}', "names that differ in form": '{"é":1,"e\u0301":2}',
    "names that are numbers": '{"1":1,"01":2}', "same names in different objects": '[{"a":1},{"a":2}]',
    "a hundred levels of arrays": "[" * 100 + "]" * 100, "a hundred levels of objects": '{"a":' * 100 + "0" + "}" * 100,
    "a thousand items": f"[{'0,' * 999}0]", "a thousand members": _MANY_MEMBERS,
})  # fmt: skip
_OPEN_STRUCTURES = _forms("structure", "invalid", {
    "more levels than are read": "[" * 130 + "]" * 130, "more levels of objects": '{"a":' * 130 + "0" + "}" * 130,
    "a hundred thousand levels": "[" * 100_000 + "]" * 100_000, "levels of both": '[{"a":' * 90 + "0" + "}]" * 90,
}, is_open=True)  # fmt: skip
_REPEATS = _forms("structure", "valid", {
    "a name twice": '{"a":1,"a":2}', "a name twice with one value": '{"a":1,"a":1}',
    "a name twice, once with an escape": r'{"a":1,"\u0061":2}', "a name twice, further in": '[{"b":{"a":1,"a":{}}}]',
    "an empty name twice": '{"":1,"":2}', "a name three times": '{"a":1,"b":2,"a":3,"a":4}',
}, is_open=True)  # fmt: skip
"""Names that are used twice: what is passed over may have them."""

_NO_STRUCTURES = _forms("structure", "invalid", {
    "comma missing in an array": "[1 2]", "comma missing between objects": "[{} {}]",
    "comma missing in an object": '{"a":1 "b":2}', "comma at the end of an array": "[1,]",
    "comma at the end of an object": '{"a":1,}', "comma first": "[,1]", "comma first in an object": '{,"a":1}',
    "two commas": "[1,,2]", "two commas in an object": '{"a":1,,"b":2}', "commas alone": "[,,]", "comma alone": ",",
    "comma alone in an object": "{,}", "comma of typography": "[1，2]", "semicolon": "[1;2]",
    "colon in an array": '["a":1]', "comma for a colon": '{"a",1}', "two colons": '{"a"::1}',
    "equals for a colon": '{"a"=1}', "arrow for a colon": '{"a"=>1}', "colon missing": '{"a" 1}', "colon alone": "{:1}",
    "no value": '{"a":}', "no colon and no value": '{"a"}', "a value without a name": "{1}",
    "colon at the end": '{"a":1:}', "not closed": "[", "object not closed": "{", "array cut": "[1",
    "array cut after a comma": "[1,", "object cut": '{"a":1', "object cut after a name": '{"a"',
    "object cut after a colon": '{"a":', "object cut after a comma": '{"a":1,', "name cut": '{"a', "not opened": "]",
    "object not opened": "}", "closed twice": "[1]]", "object closed twice": "{}}", "closed by the other": "[1}",
    "object closed by the other": '{"a":1]', "crossed": '[{"a":1]}', "round brackets": "(1)", "angle brackets": "<1>",
    "set": '{"a","b"}', "unquoted name": "{a:1}", "name in single quotes": "{'a':1}", "name of a number": "{1:1}",
    "name of null": "{null:1}", "name of an array": "{[]:1}", "name of a word": "{true:1}",
    "garbage after an array": "[1]x", "garbage after an object": '{"a":1}x', "word after a value": "1 x",
    "comment of a line": "[1] // a", "comment of a line with a line end": "[1, // a\n2]",
    "comment within": "[/* a */1]", "comment before": "/* a */1", "comment after": "1/* a */",
    "comment of a shell": "1 # a", "comment cut": "[1/* a", "comment of SQL": "1 -- a", "comment of XML": "<!-- a -->1",
    "spread": "[...a]", "template": "[${a}]", "function": "f()", "date": "new Date(0)", "regular expression": "/a/",
    "reference": "&a", "alias": "*a", "plain text of YAML": "a b c", "XML": "<a/>",
    "a tab for a comma": "[1\t2]", "array with an open string": '["a', "array of open strings": '["a,"b"]',
})  # fmt: skip
_SEVERAL = _forms("structure", "invalid", {
    "two objects that touch": "{}{}", "two arrays that touch": "[][]", "two objects with a space": "{} {}",
}, alone="valid")  # fmt: skip
"""Several documents, which a file may hold."""

YAML = _forms("number", "invalid", {"minus and space": "- 1"}, alone="valid")
"""What is YAML where it is a whole document, unless the name of its file says that it is JSON."""

_SPACES = _forms("white space", "valid", {
    "space before": " 1", "space after": "1 ", "tab": "\t1\t", "line feed": "\n1\n", "carriage return": "\r1\r",
    "line end of Windows": "\r\n1\r\n", "all within an array": "[ \t\r\n1 \t\r\n, \t\r\n2 \t\r\n]",
    "all within an object": '{ \t\r\n"a" \t\r\n: \t\r\n1 \t\r\n}', "none at all": '[1,{"a":[]},"b"]',
    "in empty brackets": "[ { } , [ ] ]", "much": " " * 1000 + "1",
})  # fmt: skip
_NO_SPACES = _forms("white space", "invalid", {
    "form feed": "[1\f]", "vertical tab": "[1\v]", "no-break space": "[1\u00a0]", "line separator": "[1\u2028]",
    "next line": "[1\x85]", "zero width space": "[1\u200b]", "ideographic space": "[1\u3000]",
    "narrow space": "[1\u202f]", "word joiner": "[\u20601]", "byte order mark within": "[\ufeff1]", "NUL": "[1\0]",
    "escape within": r"[1\n]", "substitute": "[1]\x1a", "DEL": "[1\x7f]", "space of Ogham": "[1\u1680]",
    "soft hyphen": "[1\xad]", "unit separator": "[1\x1f]", "backspace": "[1\b]",
})  # fmt: skip
_MARKS = _forms("white space", "invalid", {
    "byte order mark before": "\ufeff{}", "byte order mark before an array": "\ufeff[1]",
}, is_open=True, alone="valid") + _forms("white space", "invalid", {
    "byte order mark after": "{}\ufeff", "byte order mark twice": "\ufeff\ufeff{}",
    "byte order mark cut": b"\xef\xbb{}",
})  # fmt: skip

_LITERALS = _forms("literal", "valid", {"true": "true", "false": "false", "null": "null"})
_NO_LITERALS = _forms("literal", "invalid", {
    "capital True": "True", "capital False": "False", "capitals TRUE": "TRUE", "capital Null": "Null",
    "capitals NULL": "NULL", "None": "None", "nil": "nil", "undefined": "undefined", "cut true": "tru",
    "cut false": "fals", "cut null": "nul", "one letter": "t", "one letter more": "truex", "twice": "nullnull",
    "yes": "yes", "off": "off", "word": "abc", "escaped": r"\u006eull", "full width": "ｔｒｕｅ", "with a dot": "null.",
    "with quotes": 'true"', "tilde": "~", "digit after it": "true1", "two words": "true false", "negative": "-true",
    "not": "!true",
})  # fmt: skip
EMPTY = _forms("nothing", "invalid", {
    "no bytes": "", "a space": " ", "line ends": "\n\r\n", "tabs": "\t\t",
})  # fmt: skip
"""What holds nothing: as a value it is missing."""

_WIDE = [
    Form(f"encoding: all in {codec}", b'"a\xc3\xa9\xf0\x9f\x98\x80"', "invalid", codec=codec)
    for codec in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
]
_NARROW = [Form(f"encoding: all in {codec}", b'"\xc3\xa9"', "invalid", codec=codec) for codec in ("latin-1", "cp1252")]

FORMS: tuple[Form, ...] = (
    *_NUMBERS, *_OPEN_NUMBERS, *_NO_NUMBERS, *_STRINGS, *_OPEN_STRINGS, *_NO_STRINGS, *_NO_UTF8, *_WIDE, *_NARROW,
    *_STRUCTURES, *_OPEN_STRUCTURES, *_REPEATS, *_NO_STRUCTURES, *_SEVERAL, *YAML, *_SPACES, *_NO_SPACES, *_MARKS,
    *_LITERALS, *_NO_LITERALS, *EMPTY,
)  # fmt: skip
