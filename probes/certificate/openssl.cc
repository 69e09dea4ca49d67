#include "probes/certificate/openssl.h"

#include <chrono>

#include "probes/text.h"

namespace replwatch::certificate {

std::string name_text(const X509_NAME* name) {
  const BioPtr memory(BIO_new(BIO_s_mem()));
  constexpr unsigned long kForm = XN_FLAG_ONELINE & ~XN_FLAG_SPC_EQ & ~ASN1_STRFLGS_ESC_MSB;
  if (!memory || name == nullptr || X509_NAME_print_ex(memory.get(), name, 0, kForm) < 0) return "";
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return size > 0 ? one_line({text, static_cast<std::size_t>(size)}, 2000) : "";
}

std::optional<WallTime> time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  using namespace std::chrono;
  const int year_number = parts.tm_year + 1900;
  if (year_number > 2261) return sys_days(year(2261) / 12 / 31);
  if (year_number < 1970) return WallTime{};
  const year_month_day day(year(year_number), month(static_cast<unsigned>(parts.tm_mon + 1)),
                           std::chrono::day(static_cast<unsigned>(parts.tm_mday)));
  return WallTime(sys_days(day)) + hours(parts.tm_hour) + minutes(parts.tm_min) +
         std::chrono::seconds(parts.tm_sec);
}

}  // namespace replwatch::certificate
