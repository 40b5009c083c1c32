package io.sparsesplit.trainer;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What a user reads when a command fails: one sentence and, for a wrong command line (exit code 2), where to look the right
 * one up. Other failures end with exit code 1. The stack trace is for those who ask for it.
 */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    static final String DEBUG = "--debug";

    private final BooleanSupplier debug;

    Failures(BooleanSupplier debug) {
        this.debug = debug;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.printf(
                "'%s --help' explains the options.%n", command.getCommandSpec().qualifiedName());
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.printf("%s: %s%n", command.getCommandSpec().qualifiedName(), sentence(e));
        if (debug.getAsBoolean()) {
            e.printStackTrace(err);
        }
        return ExitCode.SOFTWARE;
    }

    private static String sentence(Exception e) {
        if (e instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
            return sentence(unchecked.getCause());
        }
        if (e instanceof FileSystemException file) {
            return "%s: %s".formatted(file.getFile(), reason(file));
        }
        return isExpected(e) ? String.valueOf(e.getMessage()) : "%s (%s shows where)".formatted(e, DEBUG);
    }

    private static String reason(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "is already there";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e.getReason() == null ? e.toString() : e.getReason();
    }

    /** Whether somebody wrote the message for users: exceptions of this project do, and of the JDK the one for wrong input. */
    private static boolean isExpected(Exception e) {
        return e.getMessage() != null
                && (e instanceof IllegalArgumentException
                        || e.getClass().getName().startsWith("io.sparsesplit."));
    }
}
