package coedit.bench.load;

import java.io.IOException;

/** The generator's command line. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws IOException {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(Options.USAGE);
      System.exit(2);
      return;
    }
    if (options.workload().equals("header")) {
      System.out.println(Report.HEADER);
      return;
    }
    Report report = run(options);
    System.out.println(report.row());
    System.exit(report.incidents().isEmpty() ? 0 : 1);
  }

  static Report run(Options options) throws IOException {
    CoeditApi api =
        CoeditApi.signIn(
            options.url(), options.text("user", "alice"), options.text("password", "alice"));
    return switch (options.workload()) {
      case "pairs", "fanout", "latency" -> new EditingWorkload(options).run(api);
      case "idle" -> new IdleWorkload(options).run(api);
      case "opening" -> new OpeningWorkload(options).run(api);
      case "trace" -> new TraceWorkload(options).run(api);
      default -> throw new IllegalArgumentException("no such workload: " + options.workload());
    };
  }
}
