// Result<T>: a value, or the Failure that stands in its place. The member names are std::expected's.
#pragma once

#include <cassert>
#include <utility>
#include <variant>

#include "probes/failure.h"

namespace replwatch {

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  Result(Failure failure) : held_(std::in_place_index<1>, std::move(failure)) {}

  bool has_value() const { return held_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& value() & {
    assert(has_value());
    return *std::get_if<0>(&held_);
  }
  const T& value() const& {
    assert(has_value());
    return *std::get_if<0>(&held_);
  }
  T&& value() && {
    assert(has_value());
    return std::move(*std::get_if<0>(&held_));
  }
  const Failure& error() const {
    assert(!has_value());
    return *std::get_if<1>(&held_);
  }
  T value_or(T other) const& { return has_value() ? value() : std::move(other); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, Failure> held_;
};

// For a deed without a value: `return Done{};`
struct Done {
  bool operator==(const Done&) const = default;
};

}  // namespace replwatch
