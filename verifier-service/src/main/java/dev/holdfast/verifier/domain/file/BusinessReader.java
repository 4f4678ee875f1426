package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.verifier.domain.check.BusinessCheck;
import dev.holdfast.verifier.domain.check.Check;

import java.util.Optional;
import java.util.Set;

/// Reads `business:` checks.
final class BusinessReader {
    private BusinessReader() {}

    static Optional<Check> check(YamlMap m, Known known) {
        m.only("metrics", "sql", "weeks", "at-least-weeks", "within", "both-ways", "quiet-below");
        int weeks = (int) m.whole("weeks", 1, 26, 4);
        int least = (int) m.whole("at-least-weeks", 1, weeks, Math.min(2, weeks));
        double within = m.optional("within").map(BoundReader::part).orElse(0.3);
        boolean both = m.flag("both-ways", false);
        double quiet = m.number("quiet-below", 1);
        if (m.has("metrics") == m.has("sql")) {
            m.self().problem("a business number comes either from 'metrics' or from 'sql'");
            return Optional.empty();
        }
        return source(m, known).map(s -> new BusinessCheck(s, weeks, least, within, both, quiet));
    }

    private static Optional<BusinessCheck.Source> source(YamlMap m, Known known) {
        if (m.has("metrics")) {
            YamlMap source = m.map("metrics").only("url", "token", "query");
            return Optional.of(
                    new BusinessCheck.Promql(
                            known.templateOrNull(source, "url"),
                            known.template(source.required("query")),
                            known.secretOrNull(source, "token")));
        }
        YamlMap source = m.map("sql").only("database", "query");
        known.saved(Set.of(BusinessCheck.WEEKS_AGO));
        Optional<SqlReader.Query> query = SqlReader.query(source, known);
        if (!source.text("query", "").contains("${" + BusinessCheck.WEEKS_AGO + "}")) {
            source.required("query")
                    .problem("the query must use ${weeks-ago}: 0 for now, 1 for a week before, …");
        }
        return query.map(q -> new BusinessCheck.Sql(q.database(), q.text()));
    }
}
