"""Where notices may leave to: read from the environment, secrets stay in their files (docs/operate, Notices)."""

from gugus.config.environment import text

VARIABLES = {
    "site": "GUGUS_SITE_URL",
    "mail": "GUGUS_MAIL",
    "mail_from": "GUGUS_MAIL_FROM",
    "mail_name_id": "GUGUS_MAIL_NAME_ID",
    "mail_name_en": "GUGUS_MAIL_NAME_EN",
    "smtp_host": "GUGUS_SMTP_HOST",
    "smtp_port": "GUGUS_SMTP_PORT",
    "smtp_tls": "GUGUS_SMTP_TLS",
    "smtp_user": "GUGUS_SMTP_USER",
    "smtp_password_file": "GUGUS_SMTP_PASSWORD_FILE",
    "smtp_ca": "GUGUS_SMTP_CA",
    "whatsapp_host": "GUGUS_WHATSAPP_HOST",
    "whatsapp_version": "GUGUS_WHATSAPP_VERSION",
    "whatsapp_number": "GUGUS_WHATSAPP_NUMBER",
    "whatsapp_template": "GUGUS_WHATSAPP_TEMPLATE",
    "whatsapp_code_template": "GUGUS_WHATSAPP_CODE_TEMPLATE",
    "whatsapp_token_file": "GUGUS_WHATSAPP_TOKEN_FILE",
    "whatsapp_secret_file": "GUGUS_WHATSAPP_SECRET_FILE",
    "whatsapp_verify_file": "GUGUS_WHATSAPP_VERIFY_FILE",
    "sms_url": "GUGUS_SMS_URL",
    "sms_secret_file": "GUGUS_SMS_SECRET_FILE",
    "sms_receipts_file": "GUGUS_SMS_RECEIPTS_FILE",
}
# Neutral: a sender's name is read over shoulders.
USUAL = {"mail_name_id": "Pemberitahuan", "mail_name_en": "Notices"}


def channels(mode: str, origins: list[str]) -> dict[str, str]:
    """All settings as texts. On one's own computer mails go to the worker's log; elsewhere nothing leaves unasked."""
    told = {name: text(variable, USUAL.get(name, "")) for name, variable in VARIABLES.items()}
    if not told["mail"] and mode in {"demo", "local"}:
        told["mail"] = "console"
    told["site"] = told["site"] or next(iter(origins), "")
    return told
