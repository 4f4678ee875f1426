package dev.holdfast.detector.domain.promql;

/// The text is no PromQL that we take. `line` and `column` count from one inside the text.
public final class PromqlException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String problem;
    private final int line;
    private final int column;

    PromqlException(String text, int offset, String problem) {
        this(problem, lineOf(text, offset), columnOf(text, offset));
    }

    private PromqlException(String problem, int line, int column) {
        super(line + ":" + column + ": parse error: " + problem);
        this.problem = problem;
        this.line = line;
        this.column = column;
    }

    /// What is wrong, without the position.
    public String problem() {
        return problem;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }

    private static int lineOf(String text, int offset) {
        return 1
                + (int)
                        text.substring(0, Math.min(offset, text.length()))
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
    }

    private static int columnOf(String text, int offset) {
        int capped = Math.min(offset, text.length());
        return capped - text.lastIndexOf('\n', capped - 1);
    }
}
