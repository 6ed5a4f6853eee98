"""Uploads stay in memory: Django's own handler would write large ones to a temporary folder, unencrypted."""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from gugus.files.rules import LARGEST


class InMemoryUpload(FileUploadHandler):
    """Keeps at most one byte more than is allowed for all files of a request together, and says the true size.

    What is larger is read and thrown away, so that the form can say "too large" instead of breaking the connection.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.room = LARGEST + 1

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.kept = BytesIO()

    def receive_data_chunk(self, raw_data, start):
        part = raw_data[: max(self.room, 0)]
        self.kept.write(part)
        self.room -= len(part)
        return None

    def file_complete(self, file_size):
        self.kept.seek(0)
        return InMemoryUploadedFile(
            file=self.kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
