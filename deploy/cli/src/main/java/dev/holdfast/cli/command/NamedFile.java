package dev.holdfast.cli.command;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file that somebody named on the command line.
final class NamedFile {
    private NamedFile() {}

    /// Its text, UTF-8. Throws [Failure] that says why it cannot be read.
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Failure(Exit.USAGE, "Cannot read %s: %s".formatted(file, why(file, e)), e);
        }
    }

    private static String why(Path file, IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "you may not read it";
            case CharacterCodingException _ -> "it is no text in UTF-8";
            default -> Files.isDirectory(file) ? "it is a folder" : e.toString();
        };
    }
}
