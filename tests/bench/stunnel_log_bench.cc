// How much processor time the log reader takes: repeats a log to the given size in memory and counts its
// events.
//   stunnel_log_bench FILE [MEGABYTES]
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>

#include "probes/text.h"
#include "probes/tunnel/log_summary.h"

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: stunnel_log_bench FILE [MEGABYTES]\n", stderr);
    return 2;
  }
  std::ifstream file(argv[1], std::ios::binary);
  const std::string piece{std::istreambuf_iterator<char>(file), {}};
  const std::size_t megabytes = argc > 2 ? replwatch::parse_number<std::size_t>(argv[2]).value_or(100) : 100;
  if (piece.empty()) {
    std::fprintf(stderr, "%s: empty or unreadable\n", argv[1]);
    return 1;
  }
  std::string log;
  while (log.size() < megabytes * 1'000'000) log += piece;

  const std::clock_t begin = std::clock();
  replwatch::tunnel::LogCounter counter;
  constexpr std::size_t kRead = 64 * 1024;
  for (std::size_t at = 0; at < log.size(); at += kRead)
    counter.feed(std::string_view(log).substr(at, kRead));
  const auto summary = counter.finish();
  const double took = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::printf("%.0f MB, %llu lines, %llu accepted: %.3f s of processor time, %.0f MB/s\n",
              static_cast<double>(log.size()) / 1e6, static_cast<unsigned long long>(summary.lines),
              static_cast<unsigned long long>(summary.accepted), took,
              static_cast<double>(log.size()) / 1e6 / took);
  return 0;
}
