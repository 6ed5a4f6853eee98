from django.urls import path

from gugus.privacy.views import assessments, breaches, copies, desk, letters, notices, processing, requests

app_name = "privacy"
PLACE = "pelindungan-data/"
urlpatterns = [
    path("data-anda/", notices.public, name="notice"),
    path(PLACE, desk.index, name="desk"),
    path(f"{PLACE}catatan/", processing.listing, name="records"),
    path(f"{PLACE}catatan/bawaan/", processing.take_over, name="records_take_over"),
    path(f"{PLACE}catatan/baru/", processing.new, name="record_new"),
    path(f"{PLACE}catatan/cetak/", processing.paper, name="records_print"),
    path(f"{PLACE}catatan/csv/", processing.as_csv, name="records_csv"),
    path(f"{PLACE}catatan/json/", processing.as_json, name="records_json"),
    path(f"{PLACE}catatan/<str:ref>/", processing.detail, name="record"),
    path(f"{PLACE}catatan/<str:ref>/ubah/", processing.change, name="record_change"),
    path(f"{PLACE}catatan/<str:ref>/versi/<int:number>/", processing.version, name="record_version"),
    path(f"{PLACE}kegagalan/", breaches.listing, name="breaches"),
    path(f"{PLACE}kegagalan/baru/", breaches.new, name="breach_new"),
    path(f"{PLACE}kegagalan/<str:ref>/", breaches.detail, name="breach"),
    path(f"{PLACE}kegagalan/<str:ref>/orang/baru/", breaches.add_person, name="affected_new"),
    path(f"{PLACE}kegagalan/<str:ref>/orang/<uuid:pk>/", breaches.decide_person, name="affected"),
    path(f"{PLACE}kegagalan/<str:ref>/orang/<uuid:pk>/surat/", letters.to_person, name="letter_person"),
    path(f"{PLACE}kegagalan/<str:ref>/surat-lembaga/", letters.to_authority, name="letter_authority"),
    *(
        path(f"{PLACE}kegagalan/<str:ref>/{slug}/", breaches.step, {"slug": slug}, name=f"breach_{slug}")
        for slug in breaches.STEPS
    ),
    path(f"{PLACE}permintaan/", requests.listing, name="requests"),
    path(f"{PLACE}permintaan/baru/", requests.new, name="request_new"),
    path(f"{PLACE}permintaan/<str:ref>/", requests.detail, name="request"),
    path(f"{PLACE}permintaan/<str:ref>/periksa/", requests.verify, name="request_verify"),
    path(f"{PLACE}permintaan/<str:ref>/tolak/", requests.refuse, name="request_refuse"),
    path(f"{PLACE}permintaan/<str:ref>/hak/<slug:kind>/", requests.item, name="request_item"),
    path(f"{PLACE}permintaan/<str:ref>/hak/<slug:kind>/selesai/", requests.done, name="request_done"),
    path(f"{PLACE}permintaan/<str:ref>/berkas/<slug:kind>/<uuid:pk>/", requests.file, name="request_file"),
    path(f"{PLACE}permintaan/<str:ref>/hapus/", requests.erase, name="request_erase"),
    path(f"{PLACE}permintaan/<str:ref>/tarik-persetujuan/", requests.withdraw, name="request_withdraw"),
    path(f"{PLACE}permintaan/<str:ref>/jawab/", requests.answer, name="request_answer"),
    path(f"{PLACE}permintaan/<str:ref>/tutup/", requests.close, name="request_close"),
    path(f"{PLACE}permintaan/<str:ref>/salinan/", copies.paper, name="copy"),
    path(f"{PLACE}permintaan/<str:ref>/salinan/json/", copies.as_json, name="copy_json"),
    path(f"{PLACE}inventaris/", assessments.stored, name="inventory"),
    path(f"{PLACE}inventaris/csv/", assessments.stored_csv, name="inventory_csv"),
    path(f"{PLACE}inventaris/json/", assessments.stored_json, name="inventory_json"),
    path(f"{PLACE}dampak/", assessments.assessment, name="assessment"),
    path(f"{PLACE}dampak/tulis/", assessments.write, name="assessment_write"),
    path(f"{PLACE}dampak/cetak/", assessments.paper, name="assessment_print"),
    path(f"{PLACE}pemberitahuan/", notices.versions, name="notices"),
    path(f"{PLACE}pemberitahuan/terbitkan/", notices.publish, name="notice_publish"),
    path(f"{PLACE}surat/<uuid:pk>/", letters.paper, name="letter"),
    path(f"{PLACE}surat/<uuid:pk>/kirim/", letters.sent, name="letter_sent"),
    path(f"{PLACE}surat/<uuid:pk>/terima/", letters.received, name="letter_received"),
]
