"""The program's own forms: texts, what newcomers sign, who signs for minors."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from daybridge.access.gate import Refused, requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.consents import services
from daybridge.consents.errors import ConsentError
from daybridge.consents.forms import LANGUAGES, TemplateForm
from daybridge.consents.models import ConsentTemplate
from daybridge.consents.packet_forms import forms_on
from daybridge.consents.services.program_forms import set_packet_forms, set_signing_rule
from daybridge.consents.services.templates import needed_marks
from daybridge.consents.shipped import shipped
from daybridge.consents.signing_rules import minor_rule
from daybridge.rules.consent import KINDS, Kind
from daybridge.ui.sending import sent


class PacketFormsForm(forms.Form):
    """Which forms newcomers sign, from today on."""

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = {line.kind: line for line in lines}
        order = [*chosen, *(kind for kind in PACKABLE if kind not in chosen)]
        self.order = order
        for kind in order:
            line = chosen.get(kind)
            now = "" if line is None else "must" if line.is_required else "may"
            self.fields[kind.value] = forms.ChoiceField(
                label=KINDS[kind].label, required=False, initial=now,
                choices=[("must", "Must be signed"), ("may", "May be signed"),
                         ("", "Not in the packet")],
            )  # fmt: skip

    def lines(self) -> list[tuple[Kind, bool]]:
        """The chosen kinds in order, and whether each must be signed."""
        return [
            (kind, self.cleaned_data[kind.value] == "must")
            for kind in self.order
            if self.cleaned_data[kind.value]
        ]


class SigningRuleForm(forms.Form):
    alone_from = forms.IntegerField(
        label="Consents to treatment alone from", min_value=0, max_value=20,
        required=False, help_text="Years. Empty: never alone before they are of age.",
    )  # fmt: skip
    majority = forms.IntegerField(label="Of age at", min_value=18, max_value=21)
    source = forms.CharField(
        label="Where it stands", max_length=200,
        help_text="The law, and who read it for the program.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        alone, majority = answers.get("alone_from"), answers.get("majority")
        if alone is not None and majority is not None and alone >= majority:
            self.add_error("alone_from", "This is younger than being of age.")
        return answers


PACKABLE = (
    Kind.NOTICE_RECEIPT, Kind.TPO, Kind.TREATMENT_AGREEMENT, Kind.GROUP_AGREEMENT,
    Kind.EMERGENCY_CONTACT, Kind.TELEHEALTH, Kind.FUNDRAISING_OPT_OUT,
)  # fmt: skip


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def program_forms(request: StaffRequest) -> HttpResponse:
    """Texts in use, the newcomer's packet, and the law on minors as it is read here."""
    viewer = request.viewer
    day = viewer.today
    rule = minor_rule(viewer.program, day)
    is_rule = request.POST.get("part") == "rule"
    packet = PacketFormsForm(
        None if is_rule else sent(request), lines=forms_on(viewer.program, day)
    )
    signing = SigningRuleForm(
        sent(request) if is_rule else None,
        initial={"alone_from": rule.alone_from, "majority": rule.majority},
    )
    asked = signing if is_rule else packet
    if asked.is_bound and asked.is_valid():
        if is_rule:
            set_signing_rule(
                answers=signing.cleaned_data, day=day, at=viewer.at, by=viewer
            )
        else:
            set_packet_forms(lines=packet.lines(), day=day, at=viewer.at, by=viewer)
        messages.success(request, "It holds from today on.")
        return redirect("consents:program_forms")
    context = {
        "packet": packet,
        "signing": signing,
        "rule": rule,
        "texts": _texts(viewer.program_id),
        "failed": asked if asked.is_bound else None,
    }
    status = 422 if asked.is_bound else 200
    return render(request, "consents/program_forms.html", context, status=status)


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def template(request: StaffRequest, kind: str, language: str) -> HttpResponse:
    """Write a text of the program's own; what was signed keeps its text."""
    viewer = request.viewer
    if kind not in set(Kind) or language not in dict(LANGUAGES):
        raise Refused(kind)
    row = services.current_template(
        kind=Kind(kind), language=language, at=viewer.at, by=viewer
    )
    form = TemplateForm(sent(request), initial={"title": row.title, "body": row.body})
    if form.is_bound and form.is_valid():
        try:
            services.add_template(
                kind=Kind(kind), language=language, at=viewer.at, by=viewer,
                **form.cleaned_data,
            )  # fmt: skip
        except ConsentError as refusal:
            form.add_error("body", str(refusal))
        else:
            messages.success(request, "The new text is in use from now on.")
            return redirect("consents:program_forms")
    context = {
        "form": form, "label": KINDS[Kind(kind)].label, "version": row.version,
        "language": dict(LANGUAGES)[language], "needed": needed_marks(Kind(kind)),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "consents/template.html", context, status=status)


def _texts(program_id: Any) -> list[tuple[Any, list[tuple[str, str, str]]]]:
    """Each kind with its languages: code, name and the version in use."""
    own = ConsentTemplate.objects.in_program(program_id).filter(
        origin=ConsentTemplate.Origin.OWN
    )
    newest: dict[tuple[str, str], int] = {}
    for row in own:
        key = (row.kind, row.language)
        newest[key] = max(newest.get(key, 0), row.number)
    return [
        (
            rule,
            [
                (code, name, _version(newest.get((kind.value, code)), kind, code))
                for code, name in LANGUAGES
            ],
        )
        for kind, rule in KINDS.items()
    ]


def _version(own: int | None, kind: Kind, language: str) -> str:
    return f"own {own}" if own else str(shipped(kind, language).number)
