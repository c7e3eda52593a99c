"""Addresses of coverage: one person's, the lists, the program's contracts."""

from django.urls import path

from daybridge.coverage.views import (
    contracts,
    estimate,
    fees,
    inquiries,
    lists,
    person,
    policies,
    quotes,
)

app_name = "coverage"
PERSON = "patients/<uuid:patient_id>/coverage/"
POLICY = "coverage/policies/<uuid:policy_id>/"
INQUIRY = "coverage/inquiries/<uuid:inquiry_id>/"
ESTIMATE = "coverage/good-faith/<uuid:estimate_id>/"

urlpatterns = [
    path(PERSON, person.of, name="of"),
    path(f"{PERSON}policies/new/", policies.new, name="policy_new"),
    path(f"{PERSON}estimate/", estimate.estimate, name="estimate"),
    path(f"{PERSON}self-pay/", fees.self_pay, name="self_pay"),
    path(f"{PERSON}self-pay/end/", fees.end_self_pay, name="self_pay_end"),
    path(f"{PERSON}income/", fees.income, name="income"),
    path(f"{PERSON}good-faith/new/", fees.owe, name="good_faith_owe"),
    path(POLICY, policies.change, name="policy"),
    path(f"{POLICY}card/<slug:side>/", person.card, name="card"),
    path(f"{POLICY}quotes/new/", quotes.new, name="quote_new"),
    path(f"{POLICY}quotes/file/", quotes.from_file, name="quote_file"),
    path(f"{POLICY}inquiries/new/", inquiries.write, name="inquiry_new"),
    path("coverage/quotes/<uuid:quote_id>/", person.quote, name="quote"),
    path(f"{INQUIRY}download/", inquiries.download, name="inquiry_download"),
    path(f"{INQUIRY}folder/", inquiries.into_folder, name="inquiry_folder"),
    path("coverage/", lists.to_check, name="list"),
    path("coverage/good-faith/", lists.good_faith, name="good_faith"),
    path(ESTIMATE, fees.give, name="good_faith_give"),
    path(f"{ESTIMATE}withdraw/", fees.withdraw, name="good_faith_withdraw"),
    path(f"{ESTIMATE}document/", fees.document, name="good_faith_document"),
    path("coverage/payers/", contracts.payers, name="payers"),
    path("coverage/payers/new/", contracts.payer_new, name="payer_new"),
    path("coverage/payers/<uuid:payer_id>/", contracts.payer, name="payer"),
    path(
        "coverage/payers/<uuid:payer_id>/plans/new/",
        contracts.plan_new,
        name="plan_new",
    ),
    path("coverage/plans/<uuid:plan_id>/", contracts.plan, name="plan"),
    path("coverage/rates/", contracts.rates, name="rates"),
    path("coverage/rates/new/", contracts.rate_new, name="rate_new"),
    path("coverage/rates/<uuid:rate_id>/end/", contracts.rate_end, name="rate_end"),
    path("coverage/sliding-fee/", contracts.scales, name="scales"),
    path("coverage/sliding-fee/new/", contracts.scale_new, name="scale_new"),
    path("coverage/submitter/", contracts.submitter, name="submitter"),
]
