"""Numbers and addresses that identify a person: format first, then the check digit, then the words around it.

A check digit alone proves little: about 1 in 11 random ten-digit numbers passes as an NHS number, and
Telegram's own ids have ten digits. So a bare number needs a word such as "NHS" or "pupil" near it, or its
printed spacing.
"""

import re
from datetime import date

from knowledge.guard.model import Guarded
from knowledge.helplines import public_contacts

_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(
    r"\b([A-HJ-NP-RT-Z])[ -]?(\d{3})[ -]?(\d{4})[ -]?(\d{2})[ -]?(\d{2}[0-9A-HJ-NP-RT-Z])\b", re.IGNORECASE
)
_TEN = re.compile(r"(?<![\d+])(\d{3})([ -]?)(\d{3})([ -]?)(\d{4})(?!\d)")
_ABOUT_NUMBER = re.compile(
    r"\b(?:nhs|uln|learner|pupil|patient|child|student|number|no\.?)(?![a-z])", re.IGNORECASE
)
_NINO = re.compile(
    r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b",
    re.IGNORECASE,
)
_AREAS = (
    "AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|EX|FK|FY|"
    "GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|ME|MK|ML|NE|NG|NN|NP|NR|NW|"
    "OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC|"
    "WD|WF|WN|WR|WS|WV|YO|ZE|B|E|G|L|M|N|S|W"
)
_POSTCODE = re.compile(
    rf"\b(?:{_AREAS})\d[0-9A-HJKMNPR-Y]? ?(?!1st|2nd|3rd|\dth)\d[ABD-HJLNP-UW-Z]{{2}}\b", re.IGNORECASE
)
_PHONE = re.compile(r"(?<![\d./-])(?:\+44[ -]?(?:\(0\))?|0)(?:\d[ -]?){8,9}\d(?!\d)")
_EMAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@([\w-]{1,63}(?:\.[\w-]{1,63}){1,4})")
_ROLE_MAILBOX = re.compile(
    r"(?:senc?o?|sendco|office|admin|info|head|help|enquir(?:y|ies)|contact|support|safeguarding|hello|post|mail|team|jo)"
    r"\b",
    re.IGNORECASE,
)
_PUBLIC_DOMAIN = re.compile(
    r"(?:\.sch\.uk|\.gov\.uk|\.ac\.uk|\.nhs\.uk|\.org\.uk|\.org|nhs\.net)$", re.IGNORECASE
)
_STREET = re.compile(
    r"\b\d{1,4}[a-d]?,? (?:[A-Z][\w']{1,20} ){1,3}"
    r"(?:Street|St|Road|Rd|Lane|Avenue|Ave|Close|Drive|Crescent|Terrace|Gardens|Grove|Court|Place|Mews|Way|Row|Rise|Walk|Cottages?)\b"
)
_REFERENCE = re.compile(
    r"\b(?:pupil|candidate|admissions?|student|learner|case|patient) (?:number|no\.?|id|ref|reference)"
    r"(?: is)?:? ?#?\d{3,}",
    re.IGNORECASE,
)
"""A number that a school, an exam board or a service gives one person; its form says nothing."""
_LIVES = re.compile(
    r"\b(?:lives? (?:at|on)|home address|address is|living at)\b[^.\n]{0,25}?"
    r"\b(?:\d{1,4}[a-d]?\b|[\w']{2,20} (?:street|road|lane|"
    r"avenue|close|drive|crescent|terrace|gardens|grove)\b)",
    re.IGNORECASE,
)
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?[ ./-](?:of )?(?:\d{{1,2}}|(?:{_MONTH})[a-z]{{0,6}}),?"
    rf"[ ./-](?:(\d{{4}})|(\d{{2}}))\b|"
    rf"\b(\d{{4}})-\d{{2}}-\d{{2}}\b",
    re.IGNORECASE,
)
_BIRTH = re.compile(r"\b(?:dob|d\.o\.b\.?|d o b|born|birth|birthday|birthdate)\b", re.IGNORECASE)
_PAIR = re.compile(r"\b[A-Z][a-z']{1,20} [A-Z][a-z'-]{1,20}\b")
_NOT_PEOPLE = re.compile(
    r"(?:Year|Annual|Review|Meeting|Term|Spring|Summer|Autumn|Code|Act|Dear|Key|Stage|On|The)\b"
)


def _found(rule: str, *, hard: bool) -> Guarded:
    return Guarded("personal_data", rule, hard, "pupil_identified")


def _upn_valid(compact: str) -> bool:
    digits = [int(c) if c.isdigit() else _LETTERS.index(c) for c in compact[1:]]
    total = sum(value * weight for value, weight in zip(digits, range(2, 14), strict=True))
    return _LETTERS[total % 23] == compact[0]


def _weighted(digits: str) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, range(10, 0, -1), strict=True)) % 11


def _upn(text: str) -> Guarded | None:
    for found in _UPN.finditer(text):
        valid = _upn_valid("".join(found.groups()).upper())
        return _found("upn", hard=valid or "upn" in text.lower())
    return None


def _ten_digits(text: str) -> Guarded | None:
    for found in _TEN.finditer(text):
        digits = found[1] + found[3] + found[5]
        spaced = bool(found[2] and found[4])
        near = text[max(0, found.start() - 60) : found.end() + 40]
        named = bool(_ABOUT_NUMBER.search(near))
        if _weighted(digits) == 0 and (spaced or named):
            return _found("nhs_number", hard=True)
        if _weighted(digits) == 10 and digits[0] != "0" and (spaced or named):
            return _found("uln", hard=True)
        if re.search(r"\b(?:nhs|uln)\b", near, re.IGNORECASE):
            return _found("number_like_nhs_or_uln", hard=False)
    return None


def _birth_date(text: str, today: date) -> Guarded | None:
    for found in _DATE.finditer(text):
        written = next((group for group in found.groups() if group), "0")
        year = int(written) if len(written) == 4 else 2000 + int(written)
        if not 3 <= today.year - year <= 26:
            continue
        near = text[max(0, found.start() - 40) : found.end() + 40]
        pair = any(not _NOT_PEOPLE.match(m[0]) for m in _PAIR.finditer(near))
        if _BIRTH.search(near):
            return _found("date_of_birth", hard=True)
        if pair:
            return _found("date_with_name", hard=True)
    return None


def _contact(text: str) -> Guarded | None:
    allowed = public_contacts()
    for found in _PHONE.finditer(text):
        if re.sub(r"\D", "", found[0]) not in allowed:
            return _found("phone", hard=False)
    return None


def _email(text: str) -> Guarded | None:
    for found in _EMAIL.finditer(text):
        if not (_ROLE_MAILBOX.match(found[1]) or _PUBLIC_DOMAIN.search(found[2])):
            return _found("email", hard=False)
    return None


def _postcode(text: str) -> Guarded | None:
    for found in _POSTCODE.finditer(text):
        if " " in found[0] or found[0].isupper():
            return _found("postcode", hard=False)
    return None


def find_identifier(text: str, today: date) -> Guarded | None:
    """The first identifier in `text`, hard ones first. `today` bounds dates of birth (3 to 26 years ago)."""
    if "@" in text and (email := _email(text)):
        soft: Guarded | None = email
    else:
        soft = None
    if any(c.isdigit() for c in text):
        number = _upn(text) or _ten_digits(text) or _birth_date(text, today)
        if number:
            return number
        if _NINO.search(text):
            return _found("national_insurance", hard=True)
        soft = soft or _contact(text) or _postcode(text)
        if not soft and _REFERENCE.search(text):
            soft = _found("reference_number", hard=False)
        if not soft and _STREET.search(text):
            soft = _found("address", hard=False)
    if not soft and _LIVES.search(text):
        soft = _found("address", hard=False)
    return soft
