// The backends of c10d that this build has: those whose headers were found (CMakeLists.txt).
#include "process_group.h"

#include <c10/util/Exception.h>

#ifdef USE_C10D_GLOO
#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#ifdef USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

namespace algodistill {

namespace {

// A transfer may wait as long as the ranks live, which the watch sees to; this only bounds what nobody waits for any more.
constexpr std::chrono::minutes transfer_timeout{30};

#ifdef USE_C10D_GLOO
// The address from which this machine reaches `host`, or nothing: what the other ranks can reach this one at.
std::string own_address_towards(const std::string& host, uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_DGRAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return {};
  std::string result;
  for (const addrinfo* address = found; address != nullptr && result.empty(); address = address->ai_next) {
    const int socket = ::socket(address->ai_family, SOCK_DGRAM, 0);
    if (socket < 0) continue;
    sockaddr_storage own{};
    socklen_t length = sizeof own;
    char text[NI_MAXHOST];
    if (connect(socket, address->ai_addr, address->ai_addrlen) == 0 && getsockname(socket, reinterpret_cast<sockaddr*>(&own), &length) == 0 &&
        getnameinfo(reinterpret_cast<sockaddr*>(&own), length, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0)
      result = text;
    close(socket);
  }
  freeaddrinfo(found);
  return result;
}

bool is_loopback(const std::string& host) { return host == "localhost" || host == "::1" || host.rfind("127.", 0) == 0; }

// Some machines resolve their own name to a loopback address, which others cannot reach; Gloo's choice is then the better guess.
std::shared_ptr<gloo::transport::Device> gloo_device(const Meeting& meeting) {
  using c10d::ProcessGroupGloo;
  if (const char* interface = std::getenv("GLOO_SOCKET_IFNAME")) return ProcessGroupGloo::createDeviceForInterface(interface);
  const auto address = own_address_towards(meeting.host, meeting.port);
  if (address.empty() || (is_loopback(address) && !is_loopback(meeting.host))) return ProcessGroupGloo::createDefaultDevice();
  return ProcessGroupGloo::createDeviceForHostname(address);
}
#endif

} // namespace

#ifdef USE_C10D_GLOO
static c10::intrusive_ptr<Backend> make_gloo(const Store& store, const Meeting& meeting) {
  auto options = c10d::ProcessGroupGloo::Options::create(transfer_timeout);
  options->devices.push_back(gloo_device(meeting));
  options->threads = 1; // transfers follow each other; a second thread would take a core from the computation
  return c10::make_intrusive<c10d::ProcessGroupGloo>(store, meeting.rank, meeting.size, options);
}
#endif

#ifdef USE_C10D_NCCL
static c10::intrusive_ptr<Backend> make_nccl(const Store& store, const Meeting& meeting) {
  auto options = c10d::ProcessGroupNCCL::Options::create();
  options->timeout = transfer_timeout;
  return c10::make_intrusive<c10d::ProcessGroupNCCL>(store, meeting.rank, meeting.size, options);
}
#endif

c10::intrusive_ptr<Backend> make_backend(BackendKind kind, const Store& store, const Meeting& meeting) {
#ifdef USE_C10D_GLOO
  if (kind == BackendKind::Gloo) return make_gloo(store, meeting);
#endif
#ifdef USE_C10D_NCCL
  if (kind == BackendKind::Nccl) return make_nccl(store, meeting);
#endif
  require_backend(kind);
  return {};
}

bool has_backend(BackendKind kind) {
#ifdef USE_C10D_GLOO
  if (kind == BackendKind::Gloo) return true;
#endif
#ifdef USE_C10D_NCCL
  if (kind == BackendKind::Nccl) return true;
#endif
  return false;
}

void require_backend(BackendKind kind) {
  if (has_backend(kind)) return;
  TORCH_CHECK(kind != BackendKind::Gloo, "this build has no Gloo, by which processes on CPUs exchange gradients: its headers were missing, or are "
              "not those of this libtorch. With Debian's libtorch install libgloo-dev and run ./algodistill setup again, or train in one process");
  TORCH_CHECK(false, "this build has no NCCL, by which processes on CUDA devices exchange gradients: it needs a CUDA build of libtorch, and the "
              "headers of NCCL and CUDA. Set LIBTORCH to one and run ./algodistill setup again, or train in one process");
}

} // namespace algodistill
