"""The words that the database stores about places, with their labels."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Level(IntegerChoices):
    """How deep an area lies: the number of parts of its code."""

    PROVINCE = 1, _("province")
    REGENCY = 2, _("regency or city")
    DISTRICT = 3, _("district (kecamatan)")
    VILLAGE = 4, _("village (desa or kelurahan)")


class AreaKind(TextChoices):
    PROVINCE = "province", _("Province")
    REGENCY = "regency", _("Regency")
    CITY = "city", _("City")
    ADMINISTRATIVE_REGENCY = "administrative_regency", _("Administrative regency")
    ADMINISTRATIVE_CITY = "administrative_city", _("Administrative city")
    DISTRICT = "district", _("District (kecamatan)")
    KELURAHAN = "kelurahan", _("Kelurahan")
    DESA = "desa", _("Desa")


class NameKind(TextChoices):
    """Why a name that is not the present one finds an area."""

    FORMER = "former", _("former name")
    SHORT = "short", _("short name")
    SPELLING = "spelling", _("other spelling")


class Scheme(TextChoices):
    """Who numbered a place. Only the first is stored; the others are named so that they can be refused."""

    KEMENDAGRI = "kemendagri", _("Ministry of Home Affairs")
    BPS = "bps", _("Statistics Indonesia (BPS)")
    ISO_3166_2 = "iso_3166_2", "ISO 3166-2"


class CodeProblem(TextChoices):
    """Why a text was not accepted as an area code."""

    OTHER_SCHEME = (
        "other_scheme",
        _(
            "Codes of another numbering cannot be used here. BPS 3171 is Jakarta Selatan, while the Ministry"
            " of Home Affairs calls Jakarta Pusat 31.71."
        ),
    )
    NO_DOTS = (
        "no_dots",
        _(
            "Area codes here are those of the Ministry of Home Affairs and carry dots, such as 31.74.01. A"
            " number without dots may be a BPS number, which names another place: BPS 3171 is Jakarta"
            " Selatan, while 31.71 is Jakarta Pusat."
        ),
    )
    MALFORMED = "malformed", _("An area code looks like 31, 31.74, 31.74.01 or 31.74.01.1001.")
    UNKNOWN = "unknown", _("No area carries this code.")


UNKNOWN_COUNTRY = "XX"  # ISO 3166-1 leaves X? to users; travel documents say XXX for "unspecified"
STATELESS = "XA"  # travel documents say XXA for "stateless person"
