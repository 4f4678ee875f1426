package dev.holdfast.cli.demo;

/// Where the demo is shown.
interface Screen extends AutoCloseable {
    /// Something on the board has changed.
    void changed();

    /// A stage has ended.
    void ended(Board.Line line);

    /// An event that is worth a line where there is no live view.
    void happened(String clock, String type, String text);

    @Override
    void close();
}
