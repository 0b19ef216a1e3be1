/* statements.c - the pages that the law asks for, and the map of the site. */
#include <string.h>

#include "base/text.h"
#include "web/http_own.h"
#include "web/page.h"
#include "web/pages.h"

struct part {
	const char *title, *text;	/* Markdown; %s: the other site of the map, if there is one */
};

static const char *host(struct arena *a, const char *address)
{
	const char *at = strstr(address, "//") + 2;
	return arena_copy(a, at, strcspn(at, "/"));
}

static void draw(struct request *r, const char *title, const char *lede, const struct part *parts)
{
	request_reads(r, "asset");
	struct page *p = page_open(r, &(struct page_head){.title = tr_lang(r->lang, title)});
	html(p, "<h1>%s</h1><p class='lede'>%s</p><div class='read'>", tr(p, title), tr(p, lede));
	for (; parts->title; parts++) {
		bool other = strstr(parts->text, "%s");
		if (other && !r->site->tiles)
			continue;
		html(p, "<h2>%s</h2>", tr(p, parts->title));
		page_markdown(p, other ? tr_s(p, parts->text, host(r->arena, r->site->tiles)) :
			tr(p, parts->text));
	}
	html(p, "</div>");
	page_close(p);
}

static const char *contact(struct request *r)
{
	if (!text_blank(r->site->contact))
		return r->site->contact;
	return tr_lang(r->lang, N_("the person who keeps this server has not said yet how to reach "
		"them"));
}

void page_legal(struct request *r)
{
	request_reads(r, "asset");
	const char *title = tr_lang(r->lang, "Legal notice");
	struct page *p = page_open(r, &(struct page_head){.title = title});
	html(p, "<h1>%s</h1><p class='lede'>%s</p><div "
		"class='read'><h2>%s</h2><p>%s</p><h2>%s</h2><p>%s</p><h2>%s</h2>", title,
		tr_s(p, "%s is a digital commons kept by its members.", r->site->name),
		tr(p, "Who publishes this site"), tr_s(p, "To reach those who keep this commons: %s.",
			contact(r)), tr(p, "Where it runs"),
		tr(p, "On a machine chosen by those who keep this commons, with the free program "
			"Archipel."),
		tr(p, "Whose words these are"));
	page_markdown(p, tr(p, "Texts belong to their authors, who place them under [CC BY-SA "
		"4.0](https://creativecommons.org/licenses/by-sa/4.0/): reuse them, change them, name "
		"their authors, share alike. Data are under the [Open Database "
		"License](https://opendatacommons.org/licenses/odbl/). Each page says its own licence "
		"and its authors."));
	html(p, "<h2>%s</h2>", tr(p, "Sources"));
	page_markdown(p, tr(p, "Communes, intercommunalities, populations: Insee and Etalab, "
		"[Licence Ouverte 2.0](https://www.etalab.gouv.fr/licence-ouverte-open-licence/). "
		"Points: GeoNames, [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/). Letters: "
		"Atkinson Hyperlegible Next, Braille Institute, SIL Open Font License. Frequent "
		"passwords, which are refused: SecLists, [CC BY-SA "
		"3.0](https://creativecommons.org/licenses/by-sa/3.0/)."));
	html(p, "</div>");
	page_close(p);
}

void page_accessibility(struct request *r)
{
	static const struct part parts[] = {
		{N_("State of compliance"), N_("This site is **not compliant** with the RGAA 4.1: no "
			"audit has been made by a person yet. It is built for it all the same. Programs "
			"check each kind of page against WCAG 2.2 AA at each change of the software, in "
			"light and dark, from 320 pixels wide to large screens, with and without "
			"JavaScript.")},
		{N_("What you can count on"), N_("- Everything can be read and written with the "
			"keyboard only.\n- Text can be made twice as large, and spaced as you like.\n- "
			"Colour never says anything alone.\n- Nothing moves by itself.\n- Pages work "
			"without JavaScript, and print on paper.")},
		{N_("If something stops you"), N_("Write to those who keep this commons (see the "
			"[legal notice](/mentions-legales)): they owe you the content in a form that you "
			"can use. Without an answer, you can write to the [Défenseur des "
			"droits](https://formulaire.defenseurdesdroits.fr/): it costs nothing, no stamp "
			"needed: Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.")},
		{0}};
	draw(r, N_("Accessibility: not compliant"),
		N_("Everyone should be able to read, to answer and to contribute here."), parts);
}

void page_privacy(struct request *r)
{
	static const struct part parts[] = {
		{N_("If you only read"), N_("Nothing is kept about you. No audience counter, no "
			"tracker, no call to another site. One cookie, `lang`, remembers the language if "
			"you choose one.")},
		{N_("If you look at the map"), N_("Its background comes from another site, %s. Your "
			"browser asks it for images: it sees your network address and which part of the map "
			"you look at, not who you are here.")},
		{N_("If you look for where to start"), N_("Your answers are kept for 30 days after the "
			"last one, under a fingerprint of your private link, with no name and no cookie; you "
			"can erase them before. How often each choice is made is counted by month, each "
			"alone.")},
		{N_("If you have an account"), N_("We keep your e-mail address, the name that you "
			"choose to show, your role, a fingerprint of your password, the key of your second "
			"step if you have one, and the list of your open sessions (when, and with which kind "
			"of browser). Your address is never shown "
			"to others. What you contribute is public, under the name that you chose. A cookie "
			"named `archipel` keeps you signed in; it ends after 12 hours without a visit, or "
			"30 days; sooner for those who administer. Another one serves for ten minutes between "
			"the two steps of signing in, another one keeps for a day at most the page that you "
			"come back to once signed in.")},
		{N_("What you can ask for"), N_("On [your account page](/compte) you can correct your "
			"name, take all your data with you, and erase your account: your address, your "
			"name and your password are then removed from the site, also from its history. "
			"What you contributed to the commons stays, signed “erased account”.")},
		{N_("Backups"), N_("A backup may hold an erased address for as long as it is kept. "
			"When a backup is restored, what was erased since is erased again.")},
		{N_("Complaints"), N_("First write to those who keep this commons (see the [legal "
			"notice](/mentions-legales)). You can also go to the "
			"[CNIL](https://www.cnil.fr/fr/plaintes).")},
		{0}};
	draw(r, N_("Personal data"), N_("As little as possible, for a reason that we can say, and "
		"for no longer than needed."),
		parts);
}

void page_ecodesign(struct request *r)
{
	static const struct part parts[] = {
		{N_("What a page weighs"), N_("At most 120 kB on the wire, all files included, in 8 "
			"requests, and 380 elements: grade A by the EcoIndex. The home page weighs less "
			"than 60 kB.")},
		{N_("What it runs on"), N_("The server is one small program. It serves thousands of "
			"pages a second on a computer of ten years ago, and does nothing when nobody asks. "
			"Pages that do not change are kept in memory.")},
		{N_("What it works with"), N_("Old telephones, slow lines, no JavaScript. No video "
			"that starts by itself, no endless scrolling, no notification. One font of 19 kB, "
			"kept by your browser for a year.")},
		{N_("What it lacks"), N_("A full declaration by the RGESN with its 78 criteria. The "
			"impact of the machine that runs this site is known only to those who keep it.")},
		{0}};
	draw(r, N_("Ecodesign"), N_("A commons should cost the planet as little as it costs its "
		"members."), parts);
}

void page_source(struct request *r)
{
	static const struct part parts[] = {
		{N_("Licence"), N_("GNU Affero General Public License, version 3 or later: you may "
			"use, study, change and share it. Whoever runs a changed version for others gives "
			"them its source.")},
		{N_("Where to get it"), N_("Ask those who keep this commons (see the [legal "
			"notice](/mentions-legales)) for the source of the version that runs here: they "
			"owe it to you, free of charge.")},
		{N_("What it is made of"), N_("C, SQLite or PostgreSQL, libmicrohttpd, cmark-gfm, "
			"jansson, libsodium, libstemmer, utf8proc, zlib. All free software.")},
		{0}};
	draw(r, N_("Source code"), N_("This site runs with Archipel, a free program for digital "
		"commons."), parts);
}

/* All pages that have an address without parts and that the reader may open. */
void page_map(struct request *r)
{
	static const char *const labels[][2] = {{"/", N_("Home")}, {"/commencer", N_("Where to "
		"start")},
		{"/ressources", N_("Resources")}, {"/territoires", N_("Territories")},
		{"/demarches", N_("Processes")}, {"/acteurs", N_("Actors")},
		{"/types", N_("Kinds of sheets")}, {"/schemas", N_("Vocabularies")},
		{"/connexion", N_("Sign in")},
		{"/compte", N_("My account")}, {"/comptes", N_("Accounts")}, {"/aide", N_("Help")},
		{"/mentions-legales", N_("Legal notice")}, {"/accessibilite", N_("Accessibility")},
		{"/donnees-personnelles", N_("Personal data")}, {"/ecoconception", N_("Ecodesign")},
		{"/code-source", N_("Source code")}};
	request_reads(r, "asset");
	const char *title = tr_lang(r->lang, "Site map");
	struct page *p = page_open(r, &(struct page_head){.title = title});
	html(p, "<h1>%s</h1><ul class='index read'>", title);
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		for (int k = 0; route_at(k); k++)
			if (text_eq(route_at(k)->path, labels[i][0]) && text_eq(route_at(k)->method, "GET")
				&& route_at(k)->role <= r->who.role)
				html(p, "<li><a href='%s'>%s</a></li>", to(p, labels[i][0]), tr(p, labels[i][1]));
	html(p, "</ul>");
	page_close(p);
}
