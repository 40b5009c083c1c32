package io.sparsesplit.trainer.history;

/**
 * Describes the machine that a training ran on, without its name.
 *
 * @param cores number of processors that the JVM may use
 * @param memoryMegabytes most memory of the JVM's heap, in 2<sup>20</sup> bytes
 * @param jdk version and maker of the JDK
 * @param system name, version and architecture of the operating system
 */
public record Host(int cores, long memoryMegabytes, String jdk, String system) {

    /** Returns the machine that this program runs on. */
    public static Host current() {
        return new Host(
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                "%s, %s".formatted(property("java.version"), property("java.vendor")),
                "%s %s, %s".formatted(property("os.name"), property("os.version"), property("os.arch")));
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
