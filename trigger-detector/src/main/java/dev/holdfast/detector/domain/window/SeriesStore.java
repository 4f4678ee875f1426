package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.exact.EvaluationException;
import dev.holdfast.detector.domain.exact.Storage;
import dev.holdfast.detector.domain.series.LabelMatcher;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.series.Stale;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// All series of one system/environment. Reading and writing exclude each other, so queries may run beside the writer.
public final class SeriesStore implements Storage {

    private static final long MOST_SAMPLES = 50_000_000;

    private final Map<Labels, Series> byLabels = new HashMap<>();
    private final Map<String, List<Series>> byName = new HashMap<>();
    private final int maxSeries;
    private List<Series> all = new ArrayList<>();
    private int generation;

    public SeriesStore(int maxSeries) {
        this.maxSeries = maxSeries;
    }

    /// What became of an offered sample.
    public enum Added {
        TAKEN,
        /// Its series has a sample of that time.
        REPEATED,
        /// Not newer than the last of its series, and no longer to be put between.
        LATE,
        /// Its series would be one too many.
        REFUSED
    }

    /// @param settled see [Series#add]
    public synchronized Added add(Labels labels, long time, double value, long settled) {
        Series series = seriesOf(labels);
        return series == null ? Added.REFUSED : add(series, time, value, settled);
    }

    private static Added add(Series series, long time, double value, long settled) {
        if (series.add(time, value, settled)) {
            return Added.TAKEN;
        }
        return series.copy(time, time).size() > 0 ? Added.REPEATED : Added.LATE;
    }

    /// Adds what it can and counts what became of each sample.
    public synchronized void addAll(SeriesSamples samples, long settled, Tally tally) {
        Series series = seriesOf(samples.labels());
        for (int i = 0; i < samples.size(); i++) {
            long time = samples.times()[i];
            double value = samples.values()[i];
            Added added = series == null ? Added.REFUSED : add(series, time, value, settled);
            tally.count(added);
            if (added == Added.LATE) {
                tally.keep(samples.labels(), time, value);
            }
        }
    }

    private @Nullable Series seriesOf(Labels labels) {
        Series series = byLabels.get(labels);
        if (series == null && all.size() < maxSeries) {
            series = new Series(labels, all.size());
            all.add(series);
            byLabels.put(labels, series);
            byName.computeIfAbsent(labels.metricName(), _ -> new ArrayList<>()).add(series);
        }
        return series;
    }

    /// Copies series by series, so that a large query does not keep the writer waiting.
    ///
    /// @throws EvaluationException where that would be more samples than a query may read
    @Override
    public List<SeriesSamples> select(List<LabelMatcher> matchers, long from, long to, long most) {
        long limit = Math.min(most, MOST_SAMPLES);
        var found = new ArrayList<SeriesSamples>();
        long samples = 0;
        for (Series series : matching(matchers)) {
            SeriesSamples copy = copy(series, from, to);
            if (copy.size() > 0) {
                found.add(copy);
                samples += copy.size();
            }
            if (samples > limit) {
                throw new EvaluationException(
                        "the query reads more than %d samples; ask for fewer series or a shorter time"
                                .formatted(limit));
            }
        }
        return found;
    }

    private List<Series> matching(List<LabelMatcher> matchers) {
        List<Series> among;
        synchronized (this) {
            among = List.copyOf(known(matchers));
        }
        return among.stream().filter(series -> matches(series, matchers)).toList();
    }

    private synchronized SeriesSamples copy(Series series, long from, long to) {
        return series.last < from
                ? new SeriesSamples(series.labels, new long[0], new double[0])
                : series.copy(from, to);
    }

    static boolean matches(Series series, List<LabelMatcher> matchers) {
        for (LabelMatcher matcher : matchers) {
            if (!matcher.matches(series.labels)) {
                return false;
            }
        }
        return true;
    }

    /// The series among which those for `matchers` are, in order of birth; the list grows at its end.
    synchronized List<Series> candidates(List<LabelMatcher> matchers) {
        String name = name(matchers);
        return name == null ? all : byName.computeIfAbsent(name, _ -> new ArrayList<>());
    }

    /// The same as they are now; whoever only asks leaves nothing behind.
    private List<Series> known(List<LabelMatcher> matchers) {
        String name = name(matchers);
        return name == null ? all : byName.getOrDefault(name, List.of());
    }

    private static @Nullable String name(List<LabelMatcher> matchers) {
        for (LabelMatcher matcher : matchers) {
            if (matcher.op() == LabelMatcher.Op.EQUAL && matcher.name().equals(Labels.NAME)) {
                return matcher.value();
            }
        }
        return null;
    }

    /// Drops samples older than `oldest`. Once half of the series are empty they are forgotten, which changes
    /// [#generation()]: plans hold on to series and must be made anew.
    public synchronized void dropBefore(long oldest) {
        int empty = 0;
        for (Series series : all) {
            series.dropBefore(oldest);
            empty += series.empty() ? 1 : 0;
        }
        if (empty > 1000 && empty > all.size() / 2) {
            forgetEmpty();
        }
    }

    private void forgetEmpty() {
        byName.clear();
        byLabels.clear();
        generation++;
        List<Series> kept = all.stream().filter(series -> !series.empty()).toList();
        all = new ArrayList<>(kept);
        for (Series series : kept) {
            byLabels.put(series.labels, series);
            byName.computeIfAbsent(series.labels.metricName(), _ -> new ArrayList<>()).add(series);
        }
    }

    public synchronized int generation() {
        return generation;
    }

    public synchronized int size() {
        return all.size();
    }

    public synchronized long bytes() {
        return all.stream().mapToLong(Series::bytes).sum();
    }

    /// How many series satisfy the matchers.
    public long count(List<LabelMatcher> matchers) {
        return matching(matchers).size();
    }

    /// The label sets that satisfy the matchers and have a sample from `from` to `to`.
    public List<Labels> labelSets(List<LabelMatcher> matchers, long from, long to) {
        return matching(matchers).stream()
                .filter(series -> copy(series, from, to).size() > 0)
                .map(series -> series.labels)
                .toList();
    }

    /// Whether any series that satisfies the matchers has a sample after `from` and until `to`, the newest
    /// of which is not the marker of its end.
    public boolean speaks(List<LabelMatcher> matchers, long from, long to) {
        for (Series series : matching(matchers)) {
            SeriesSamples newest = newest(series, from + 1, to);
            if (newest.size() > 0 && !Stale.is(newest.values()[newest.size() - 1])) {
                return true;
            }
        }
        return false;
    }

    private synchronized SeriesSamples newest(Series series, long from, long to) {
        return copy(series, series.last <= to ? Math.max(from, series.last) : from, to);
    }

    public SortedSet<String> labelNames() {
        var names = new TreeSet<String>();
        matching(List.of()).forEach(series -> names.addAll(series.labels.toSortedMap().keySet()));
        return names;
    }

    public SortedSet<String> labelValues(String name) {
        var found = new TreeSet<String>();
        matching(List.of()).forEach(series -> found.add(series.labels.get(name)));
        found.remove("");
        return found;
    }

    /// What no checkpoint has yet, in order of birth.
    public synchronized List<SeriesSamples> unsaved(long settled) {
        return all.stream()
                .map(series -> series.unsaved(settled))
                .filter(samples -> samples.size() > 0)
                .toList();
    }
}
