package dev.holdfast.verifier.domain.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class SqlTextTest {
    @Test
    void variables_are_bound_and_never_pasted_in() throws Exception {
        SqlText text =
                SqlText.parse("select count(*) from r where v = ${to} and c = ${component};");
        assertThat(text.text()).isEqualTo("select count(*) from r where v = $1 and c = $2");
        assertThat(text.variables()).isEqualTo(List.of("to", "component"));
    }

    @Test
    void quotes_and_comments_are_passed_over() throws Exception {
        SqlText text = SqlText.parse("select 'a;b' -- ; ${no}\n, \"x;y\" /* ; */ from t");
        assertThat(text.text()).isEqualTo("select 'a;b' \n, \"x;y\"   from t");
        assertThat(text.variables()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from orders",
                "update orders set total = 0",
                "select 1; delete from orders",
                "select 1; commit; drop table orders",
                "begin; select 1",
                "select '${to}'",
                "select $1",
                "select $$x$$",
                "select 'x",
                "select /* x",
                "select E'\\'; drop table orders --'",
                "copy orders to program 'sh'",
                "",
            })
    void what_is_not_one_reading_statement_is_refused(String sql) {
        assertThatThrownBy(() -> SqlText.parse(sql)).isInstanceOf(SqlText.Unreadable.class);
    }
}
