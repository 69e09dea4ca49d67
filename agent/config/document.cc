#include "agent/config/document.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <utility>

#include <nlohmann/json.hpp>

#include "agent/config/syntax_error.h"

namespace replwatch::config {
namespace {

constexpr std::size_t kDeepest = 16;

struct Progress {
  int line = 1;  // of the character consumed last
  bool after_newline = false;
};

// Counts lines while the parser consumes characters. The parser reads at most one character beyond a token,
// so at each of its events the count is the token's line.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, Progress* progress) : at_(at), progress_(progress) {}
  const char& operator*() const { return *at_; }
  CountingIterator& operator++() {
    if (std::exchange(progress_->after_newline, *at_ == '\n')) ++progress_->line;
    ++at_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  Progress* progress_;
};

Value of_kind(Kind kind) {
  Value value;
  value.kind = kind;
  return value;
}

class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(std::string_view text, const Progress& progress) : text_(text), progress_(progress) {}
  Document take() { return std::move(document_); }

  bool null() override { return put(of_kind(Kind::null)); }
  bool boolean(bool flag) override {
    Value value = of_kind(Kind::flag);
    value.flag = flag;
    return put(std::move(value));
  }
  bool number_integer(std::int64_t integer) override {
    Value value = of_kind(Kind::integer);
    value.integer = integer;
    return put(std::move(value));
  }
  bool number_unsigned(std::uint64_t integer) override {
    if (!std::in_range<std::int64_t>(integer)) return put(of_kind(Kind::number));
    return number_integer(static_cast<std::int64_t>(integer));
  }
  bool number_float(double, const std::string&) override { return put(of_kind(Kind::number)); }
  bool string(std::string& text) override {
    Value value = of_kind(Kind::text);
    value.text = std::move(text);
    return put(std::move(value));
  }
  bool binary(nlohmann::json::binary_t&) override { return false; }

  bool start_object(std::size_t) override { return open(Kind::object); }
  bool start_array(std::size_t) override { return open(Kind::array); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(std::string& name) override {
    if (const Value* first = open_.back()->find(name)) {
      document_.problems.push_back(
          {progress_.line, path_of(name),
           "stands here twice, first on line " + std::to_string(first->line) + "; remove one of the two"});
    }
    key_ = std::move(name);
    key_line_ = progress_.line;
    return true;
  }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override {
    document_.problems.push_back(
        {progress_.line, "", syntax_error(text_, position, error.what(), open_.empty())});
    return false;
  }

 private:
  // The last child of each open value is the only one that is still open, so growth moves no open value.
  Value* add(Value value) {
    const bool is_member = !open_.empty() && open_.back()->kind == Kind::object;
    value.line = is_member ? key_line_ : progress_.line;
    if (is_member) value.key = std::exchange(key_, {});
    if (open_.empty()) return &(document_.root = std::move(value));
    return &open_.back()->children.emplace_back(std::move(value));
  }
  bool put(Value value) {
    add(std::move(value));
    return true;
  }
  bool open(Kind kind) {
    if (open_.size() == kDeepest) {
      document_.problems.push_back(
          {progress_.line, "", "nested deeper than 16 levels; no key here needs that"});
      return false;
    }
    open_.push_back(add(of_kind(kind)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  std::string path_of(std::string_view name) const {
    std::string path;
    for (std::size_t i = 1; i < open_.size(); ++i) {
      const bool in_array = open_[i - 1]->kind == Kind::array;
      path = in_array ? join(path, open_[i - 1]->children.size() - 1) : join(path, open_[i]->key);
    }
    return join(path, name);
  }

  std::string_view text_;
  const Progress& progress_;
  Document document_;
  std::vector<Value*> open_;
  std::string key_;
  int key_line_ = 0;
};

// Recursion is as deep as the document, which is bounded.
void collect_lines(const Value& value, const std::string& path, Lines& lines) {
  lines.emplace(path, value.line);
  for (std::size_t i = 0; i < value.children.size(); ++i) {
    const Value& child = value.children[i];
    collect_lines(child, value.kind == Kind::object ? join(path, child.key) : join(path, i), lines);
  }
}

}  // namespace

std::string_view words(Kind kind) {
  constexpr std::array<std::string_view, 7> kWords{
      "null", "true or false", "a whole number", "a fraction or huge number", "text", "a list", "an object"};
  return kWords[static_cast<std::size_t>(kind)];
}

const Value* Value::find(std::string_view name) const {
  const auto found = std::ranges::find(children, name, &Value::key);
  return kind == Kind::object && found != children.end() ? &*found : nullptr;
}

Document parse_document(std::string_view text) {
  Progress progress;
  Builder builder(text, progress);
  const bool whole = nlohmann::json::sax_parse(CountingIterator(text.data(), &progress),
                                               CountingIterator(text.data() + text.size(), &progress),
                                               &builder, nlohmann::json::input_format_t::json, true, true);
  Document document = builder.take();
  document.whole = whole;
  return document;
}

Lines lines_of(const Value& root) {
  Lines lines;
  collect_lines(root, "", lines);
  return lines;
}

}  // namespace replwatch::config
