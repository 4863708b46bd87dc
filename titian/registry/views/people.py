"""People: the list, one person, adding, amending, removing, opening what is masked."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from titian.base.columns import Column
from titian.base.disclosure import Disclosure
from titian.base.forms import ReasonForm, whole_number
from titian.base.labels import label_of
from titian.base.pages import Fact, Link, ListPage, Mark, Record, demand_or_404, record_page, work_page
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.registry import actions
from titian.registry.filters import PersonFilters
from titian.registry.forms import AddPerson, AmendPerson, RevealForm
from titian.registry.models import Organisation, Person, PersonQuerySet
from titian.registry.names import folded
from titian.registry.permissions import can_edit, can_reveal, can_see_people
from titian.registry.shown import masked
from titian.registry.views.common import WIDE_FORM, back_to, done, import_button, link, row_or_404


def _row(person: Person) -> Mapping[str, object]:
    firm = person.organisation
    return {
        "name": Link(person.name, person.get_absolute_url()),
        "kind": person.kind_label,
        "organisation": Link(firm.name, firm.get_absolute_url()) if firm else person.employer,
        "position": " ".join(filter(None, [person.position, person.title])),
        "field": person.field,
        "phone": masked(person, "phone"),
        "region": person.region and person.region.name,
        "state": Mark("green", "在聘") if person.is_active else Mark("grey", "不再聘"),
    }


def _named(rows: PersonQuerySet, words: str) -> PersonQuerySet:
    """Every word is part of the name, its initials, the field of work, or the employer."""
    for word in words.split():
        by_employer = rows.filter(organisation__in=Organisation.objects.named(word)) | rows.filter(employer__contains=word)
        rows = rows.filter(folded__contains=folded(word)) | rows.filter(field__contains=word) | by_employer
    return rows


PEOPLE: ListPage[Person] = ListPage(
    title="人员",
    columns=(
        Column("name", "姓名", width=12),
        Column("kind", "类别", width=10),
        Column("organisation", "所在单位", width=30),
        Column("position", "职务职称", width=18),
        Column("field", "专业领域", width=24),
        Column("phone", "手机", width=16, disclosure=Disclosure.INTERNAL),
        Column("region", "服务乡镇", width=14),
        Column("state", "在聘", width=8),
    ),
    row=_row,
    empty="这里列出专家、特派员和企业联系人。可以导入名册，或用「添加人员」逐个登记。手机和身份证号只显示一部分，查看全部须写明用途。",
    counted="人",
    sorts={"name": "name", "kind": "kind", "organisation": "organisation__name"},
    find=_named,
    filters=PersonFilters,
)


def people(request: Request) -> HttpResponse:
    demand_or_404(can_see_people(request.user))
    rows = Person.objects.visible_to(request.user).select_related("organisation", "region")
    add = [link("添加人员", "add_person", primary=True)] if can_edit(request.user) else []
    return PEOPLE.respond(request, rows, actions=[*import_button(request, "people"), *add])


def person(request: Request, pk: int) -> HttpResponse:
    found = _person_or_404(request, pk)
    opens = bool(can_reveal(request.user, found))
    firm = found.organisation
    facts = [
        Fact("类别", found.kind_label),
        Fact("所在单位", Link(firm.name, firm.get_absolute_url()) if firm else found.employer),
        Fact("职务", found.position),
        Fact("职称", found.title),
        Fact("专业领域", found.field),
        Fact("服务乡镇", found.region and found.region.name),
        *(_hidden(found, name, opens) for name in Person.MASKED),
        Fact("备注", found.note),
    ]
    entries = Entry.objects.about(found)[:20] if request.user.is_inside else ()
    mark = None if found.is_active else Mark("grey", "不再聘")
    record = Record(title=found.name, note=found.kind_label, mark=mark, facts=facts, entries=entries)
    buttons = [link("删除", "remove_person", pk), link("修改", "amend_person", pk, primary=True)]
    back = back_to(firm) if firm else Link("人员", reverse("registry:people"))
    return record_page(request, record, actions=buttons if can_edit(request.user) else (), back=back)


def _hidden(found: Person, name: str, opens: bool) -> Fact:
    label, shown = label_of(Person, name), masked(found, name)
    address = f"{reverse('registry:reveal_person', args=[found.pk])}?field={name}"
    return Fact(label, Link(f"{shown} 查看", address) if shown and opens else shown)


def add_person(request: Request) -> HttpResponse:
    demand_or_404(can_edit(request.user))
    key = whole_number(request.GET.get("organisation", ""))
    firm = Organisation.objects.visible_to(request.user).filter(pk=key).first() if key else None
    form = AddPerson(request.POST or None, user=request.user, initial={"organisation": firm, "kind": Person.CONTACT})
    saved = done(request, form, lambda: actions.add_person(**form.values(), by=request.user), "已添加人员。", firm)
    back = back_to(firm) if firm else Link("人员", reverse("registry:people"))
    return saved or work_page(request, form, title="添加人员", submit="添加人员", template=WIDE_FORM, back=back)


def amend_person(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_edit(request.user))
    found = _person_or_404(request, pk)
    form = AmendPerson(request.POST or None, user=request.user, person=found, opened=AmendPerson.opened_on(found))
    if request.method == "POST" and form.is_valid():

        def act(row: Person) -> None:
            actions.amend_person(row, changes=form.values(), by=request.user)

        if form.guarded(found, current=AmendPerson.opened_on, act=act):
            messages.success(request, "已保存人员信息。")
            return redirect(found)
    return work_page(request, form, title=f"修改：{found}", submit="保存人员信息", template=WIDE_FORM, back=back_to(found))


def remove_person(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_edit(request.user))
    found = _person_or_404(request, pk)
    form = ReasonForm(request.POST or None)
    address = reverse("registry:people")
    saved = done(request, form, lambda: actions.remove_person(found, **form.cleaned_data, by=request.user), "已删除。", address)
    hint = "只用于录入错误；不再聘用的请在「修改」里去掉「在聘」。"
    return saved or work_page(request, form, title=f"删除：{found}", submit="删除人员", hint=hint, back=back_to(found))


def reveal_person(request: Request, pk: int) -> HttpResponse:
    """The field named in the address, shown on this one answer and nowhere else."""
    found = _person_or_404(request, pk)
    demand_or_404(can_reveal(request.user, found))
    name = request.GET.get("field", "")
    name = name if name in Person.MASKED else "phone"
    label = label_of(Person, name)
    form = RevealForm(request.POST or None)
    shown: list[str] = []
    if request.method == "POST" and form.is_valid():
        purpose = form.cleaned_data["purpose"]
        form.attempt(lambda: shown.append(actions.reveal(found, field=name, purpose=purpose, by=request.user)))
    return work_page(
        request,
        form,
        title=f"查看{label}：{found}",
        submit=f"查看{label}",
        template="registry/reveal.html",
        back=back_to(found),
        opened=[(label, shown[0])] if shown else [],
    )


def _person_or_404(request: Request, pk: int) -> Person:
    demand_or_404(can_see_people(request.user))
    return row_or_404(request, Person.objects.visible_to(request.user).select_related("organisation", "region"), pk)
