package coedit.bench.load;

/**
 * Processor time used so far, in seconds; 0 for a process that was not named.
 *
 * @param database all processes of the cluster
 */
record ProcessorTime(double server, double database, double generator) {

  ProcessorTime since(ProcessorTime earlier) {
    return new ProcessorTime(
        server - earlier.server, database - earlier.database, generator - earlier.generator);
  }
}
