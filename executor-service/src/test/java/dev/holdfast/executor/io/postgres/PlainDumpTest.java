package dev.holdfast.executor.io.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;

class PlainDumpTest {
    private static final String END = "\n-- PostgreSQL database dump complete\n";

    private static Optional<String> wrong(String text) throws IOException {
        return PlainDump.wrong(new BufferedReader(new StringReader(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\! touch /tmp/x",
                "SELECT 1 \\! touch /tmp/x",
                "SELECT 1; \\o |sh",
                "\\copy t from program 'sh'",
                "\\connect other",
                "\\restrict a\\! x",
                "COPY t (a) FROM stdin;\n\\N\n\\.\n\\! touch /tmp/x",
                "SELECT 'it''s' \\g |sh",
                "SELECT $$ a $$ \\! x",
                "SELECT $a$ $b$ $a$ \\! x",
                "SELECT E'\\\\' \\! x",
                "/* /* */ */ \\! x",
                "-- a comment\n\\! x",
                "SELECT a$b$ \\! $b$",
                "SELECT DATE'\\' \\! touch /tmp/x #'",
                "SELECT E'a''\\'' \\! touch /tmp/x",
                "COPY (SELECT 1) TO STDOUT /* FROM stdin */;\n\\! touch /tmp/x\n\\.",
                "SET standard_conforming_strings = off;\nSELECT '\\'' ; \\! x --'"
            })
    void what_would_have_psql_do_more_is_not_run(String text) throws IOException {
        assertThat(wrong(text + END)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\restrict a1B2\nSELECT 1;\n\\unrestrict a1B2",
                "SET standard_conforming_strings = on;",
                "COPY public.t (a, b) FROM stdin;\n\\N\t\\\\x00\n\\! only data\n\\.\nSELECT 1;",
                "SELECT 'C:\\! \\x';",
                "SELECT E'\\'\\! \\x';",
                "CREATE FUNCTION f() RETURNS text AS $$\n  SELECT '\\!';\n$$ LANGUAGE sql;",
                "SELECT 1 AS \"\\!\";",
                "COPY public.\"my-t\" (a, \"b c\") FROM stdin;\n\\N\n\\.",
                "COPY t FROM stdin;\n\\N\n\\.",
                "/* \\! */ -- \\!",
            })
    void what_pg_dump_writes_is_run(String text) throws IOException {
        assertThat(wrong(text + END)).isEmpty();
    }

    @Test
    void what_breaks_off_is_not_complete() throws IOException {
        assertThat(wrong("SELECT 1;\n"))
                .hasValueSatisfying(w -> assertThat(w).contains("not complete"));
    }
}
