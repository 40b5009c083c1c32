package io.sparsesplit.deploy.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What a block may want that is not on every machine: {@code <!-- runs: data -->}. */
enum Need {
    DATA("MNIST, below ../shared/data/mnist or in the cache of 'sparsesplit download mnist'") {
        @Override
        boolean met() {
            return Cache.mnist().isPresent();
        }
    },
    DOCKER("a Docker engine that answers") {
        @Override
        boolean met() {
            return Tools.succeeds("docker", "info");
        }
    },
    KUBECTL("kubectl") {
        @Override
        boolean met() {
            return Tools.succeeds("kubectl", "version", "--client");
        }
    },
    CLUSTER("a Kubernetes cluster that answers") {
        @Override
        boolean met() {
            return Tools.succeeds("kubectl", "cluster-info", "--request-timeout=3s");
        }
    },
    PYTHON("python3") {
        @Override
        boolean met() {
            return Tools.succeeds("python3", "--version");
        }
    },
    ITSELF("to be run for itself: this test is a part of it") {
        @Override
        boolean met() {
            return false;
        }
    },
    NETWORK("the network: set DOCS_NETWORK=true") {
        @Override
        boolean met() {
            return Boolean.parseBoolean(System.getenv("DOCS_NETWORK"));
        }
    },
    TIME("more than a minute: set DOCS_TIME=true") {
        @Override
        boolean met() {
            return Boolean.parseBoolean(System.getenv("DOCS_TIME"));
        }
    };

    private final String sentence;

    Need(String sentence) {
        this.sentence = sentence;
    }

    abstract boolean met();

    /** In words, for the list of what was left out. */
    String sentence() {
        return sentence;
    }

    static Optional<Need> of(String name) {
        for (Need need : values()) {
            if (need.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(need);
            }
        }
        return Optional.empty();
    }

    /** Where data sets lie. */
    static final class Cache {

        private Cache() {}

        static Optional<Path> mnist() {
            return Optional.of(Checkout.ROOT.resolve("../shared/data/mnist").normalize())
                    .filter(Files::isDirectory)
                    .or(() -> Optional.of(home().resolve("sparsesplit/mnist")).filter(Files::isDirectory));
        }

        private static Path home() {
            String cache = System.getenv("XDG_CACHE_HOME");
            return cache == null || cache.isEmpty()
                    ? Path.of(System.getProperty("user.home"), ".cache")
                    : Path.of(cache);
        }
    }
}
