package io.sparsesplit.deploy.docs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/** A Markdown document's blocks of commands, each with the output behind it. */
record Document(String name, List<Block> blocks) {

    private static final Set<String> SHELL = Set.of("sh", "bash", "console");
    private static final Set<String> OUTPUT = Set.of("json", "text");

    /**
     * Reads a document.
     *
     * @throws IllegalArgumentException when it has a block that nobody would run: one without a language, or of an unknown mark
     */
    static Document parse(String name, String markdown) {
        Node root = Parser.builder()
                .includeSourceSpans(IncludeSourceSpans.BLOCKS)
                .build()
                .parse(markdown);
        List<Block> blocks = new ArrayList<>();
        root.accept(new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock fenced) {
                try {
                    if (SHELL.contains(language(fenced))) {
                        blocks.add(block(fenced));
                    } else {
                        requireHarmless(fenced);
                    }
                } catch (IllegalArgumentException e) {
                    throw refused(fenced, e.getMessage());
                }
            }

            @Override
            public void visit(IndentedCodeBlock indented) {
                throw refused(
                        indented, "is indented: fence it with ``` and its language, so that commands are tested.");
            }

            private IllegalArgumentException refused(Node node, @Nullable String message) {
                return new IllegalArgumentException("%s:%d: the block here %s".formatted(name, line(node), message));
            }
        });
        return new Document(name, List.copyOf(blocks));
    }

    private static Block block(FencedCodeBlock fenced) {
        Node next = fenced.getNext();
        List<String> comments = new ArrayList<>();
        while (next instanceof HtmlBlock comment) {
            comments.add(comment.getLiteral());
            next = next.getNext();
        }
        Output output = next instanceof FencedCodeBlock shown && OUTPUT.contains(language(shown))
                ? new Output(
                        language(shown), shown.getLiteral(), Marks.of(comments).varies())
                : null;
        return new Block(line(fenced), fenced.getLiteral(), Marks.of(before(fenced)), output);
    }

    /** What no shell runs may be anything that has a name; comments before it are nobody's. */
    private static void requireHarmless(FencedCodeBlock fenced) {
        if (language(fenced).isEmpty()) {
            throw new IllegalArgumentException(
                    "has no language: write ```sh for commands, ```text for what they print.");
        }
    }

    private static List<String> before(Node block) {
        List<String> comments = new ArrayList<>();
        Node previous = block.getPrevious();
        while (previous instanceof HtmlBlock comment && comment.getLiteral().startsWith("<!--")) {
            comments.add(comment.getLiteral());
            previous = previous.getPrevious();
        }
        Collections.reverse(comments);
        return comments;
    }

    private static String language(FencedCodeBlock fenced) {
        return fenced.getInfo() == null ? "" : fenced.getInfo().strip();
    }

    private static int line(Node node) {
        return node.getSourceSpans().get(0).getLineIndex() + 1;
    }
}
