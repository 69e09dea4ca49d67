// Tells systemd how the service stands (sd_notify); does nothing where no systemd asked.
#pragma once

namespace replwatch::agent {

void notify_ready();
void notify_reloading();
void notify_stopping();
void notify_alive();  // the watchdog's beat: the loop turns

}  // namespace replwatch::agent
